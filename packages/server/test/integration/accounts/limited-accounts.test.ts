import { SteamId } from '@demobase/steam';
import { expect, it } from 'vitest';
import { Browser } from './browser.ts';
import { setUpAccounts, signIn } from './set-up-accounts.ts';

const unfinished = {
  steamId: '76561198123456789',
  personaName: 'Unfinished Ulf',
  isProfileConfigured: false,
};
const setup = setUpAccounts({ checksProfiles: true });

it('refuses a profile that was never set up, says what to do, and lets it in once it is', async () => {
  const { browser, db, steam } = setup();
  steam.addPlayer(unfinished);
  const refused = await signIn(browser, unfinished.steamId);
  expect(refused.status).toBe(403);
  const page = await refused.text();
  expect(page).toContain('limited');
  expect(page).toContain('https://steamcommunity.com/my/edit/info');
  expect(await db.selectFrom('accounts').selectAll().execute()).toEqual([]);

  steam.addPlayer({ ...unfinished, isProfileConfigured: true });
  expect((await signIn(browser, unfinished.steamId)).status).toBe(303);
});

it('lets a player in while Steam cannot say whether the profile is set up', async () => {
  const { app, browser, steam } = setup();
  steam.setBehaviour({ answerPlayerSummaries: { status: 429, body: '' } });
  expect((await signIn(browser, unfinished.steamId)).status).toBe(303);
  expect(app.logged()).toContain('does not say');
  expect(app.logged()).not.toContain(steam.apiKey);
});

it('still looks at a profile when the rest of the instance has asked Steam all it may today', async () => {
  const { startInstance, steam } = setup();
  steam.addPlayer(unfinished);
  const instance = await startInstance({ callBudget: { callsPerDay: 10, urgentShare: 1 } });
  const id = SteamId.parse(unfinished.steamId);
  expect(await instance.parts.steam.webApi?.playerSummaries([id])).toMatchObject({
    outcome: 'budget-exhausted',
  });
  expect((await signIn(new Browser(instance.url), unfinished.steamId)).status).toBe(403);
});
