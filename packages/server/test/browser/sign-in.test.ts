import { startSteamSimulator } from '@demobase/testkit';
import { afterAll, afterEach, expect, it } from 'vitest';
import { Player } from '../acceptance/player.ts';
import { useServer } from '../acceptance/running-server.ts';
import { describeInBrowser } from './describe-in-browser.ts';
import { Visitor } from './visitor.ts';

describeInBrowser('signing in with a browser that runs no scripts', async (browser) => {
  const steam = await startSteamSimulator();
  afterAll(() => steam.close());
  const server = useServer({
    DEMOBASE_STEAM_OPENID_URL: steam.openIdEndpoint,
    DEMOBASE_STEAM_API_URL: steam.apiUrl,
    STEAM_API_KEY: steam.apiKey,
  });
  afterEach(() => expect(browser.problems).toEqual([]));

  let players = 0;
  /** Somebody whom neither Steam nor we have seen before, on the start page. */
  async function visit(isProfileConfigured = true) {
    players += 1;
    const player = {
      steamId: String(76_561_198_900_000_000n + BigInt(players)),
      personaName: `Player ${players}`,
      isProfileConfigured,
    };
    steam.addPlayer(player);
    const page = await browser.openPage(server.url, { javaScriptEnabled: false });
    return { ...player, visitor: new Visitor(page, server) };
  }

  it('leads from the start page by way of Steam to an API key that a game client can use', async () => {
    const { visitor, steamId } = await visit();
    await visitor.follow('Your account and API keys');
    await visitor.follow('Sign in through Steam');
    await visitor.press(steamId);
    expect(await visitor.read('Your account')).toContain(steamId);
    expect(visitor.page.url()).toBe(`${server.url}/account`);

    const key = await visitor.createKey();
    expect(key).toMatch(/^MB-[\w-]{43}$/);
    const player = new Player(server, { steamId, key });
    await player.openSession();
    expect(await player.closeSession()).toMatchObject({ status: 200 });
  });

  it('shows a key once, ready to be copied; reloading shows no key and makes none', async () => {
    const { visitor, steamId } = await visit();
    await visitor.signInAs(steamId);
    await visitor.press('Create an API key');
    await visitor.read('Your new API key');
    const { page } = visitor;
    const key = await page.getByLabel('API key').inputValue();
    await page.keyboard.press('Control+A');
    expect(await page.evaluate('getSelection().toString()')).toBe(key);

    await page.reload();
    expect(await visitor.read('Nothing was changed')).not.toContain('MB-');
    await visitor.follow('Back to your account');
    await visitor.read('Your account');
    expect(await page.getByText('MB-').allInnerTexts()).toEqual([`${key.slice(0, 8)}…`]);
    // The browser kept nothing of the page with the key, so it has nothing to go back to.
    await expect(page.goBack()).rejects.toThrow('ERR_CACHE_MISS');
  });

  it('says after signing in again when a key was made and last used, but not the key', async () => {
    const { visitor, steamId } = await visit();
    await visitor.signInAs(steamId);
    const key = await visitor.createKey();
    expect(await visitor.read('Your account')).toMatch(/Made: [\d-]+ [\d:]+ UTC\nLast used: never/);
    expect(await visitor.statusOf(key)).toBe(200);

    await visitor.press('Sign out');
    await visitor.read('A library of demo recordings');
    await visitor.signInAs(steamId);
    expect(await visitor.read('Your account')).toMatch(
      /Made: [\d-]+ [\d:]+ UTC\nLast used: [\d-]+ [\d:]+ UTC/,
    );
    expect(await visitor.page.content()).not.toContain(key.slice(8));
  });

  it('replaces a key, so that only the new one works, and revokes it, so that neither does', async () => {
    const { visitor, steamId } = await visit();
    await visitor.signInAs(steamId);
    const lost = await visitor.createKey();
    await visitor.press(`Replace the key ${lost.slice(0, 8)}…`);
    const replacement = await visitor.readNewKey();
    expect(await visitor.statusOf(lost)).toBe(401);
    expect(await visitor.statusOf(replacement)).toBe(200);

    await visitor.press(`Revoke the key ${replacement.slice(0, 8)}…`);
    await visitor.page.getByText(replacement.slice(0, 8)).waitFor({ state: 'detached' });
    expect(await visitor.statusOf(replacement)).toBe(401);
  });

  it('turns away a profile that was never set up, says what to do, and lets it in when that is done', async () => {
    const { visitor, ...player } = await visit(false);
    await visitor.signInAs(player.steamId);
    expect(await visitor.read('Your Steam profile is limited')).toContain('Set up your profile on Steam');

    steam.addPlayer({ ...player, isProfileConfigured: true });
    await visitor.follow('Sign in again');
    await visitor.press(player.steamId);
    expect(await visitor.read('Your account')).toContain(player.steamId);
  });

  it('takes a cancelled sign-in as such, and offers another', async () => {
    const { visitor, steamId } = await visit();
    await visitor.follow('Account');
    await visitor.follow('Sign in through Steam');
    await visitor.press('Cancel');
    expect(await visitor.read('You cancelled the sign-in')).toContain('Nothing was changed');
    await visitor.signInAs(steamId);
    await visitor.read('Your account');
  });

  it('deletes the account once its Steam ID is typed, and not before', async () => {
    const { visitor, steamId } = await visit();
    await visitor.signInAs(steamId);
    const key = await visitor.createKey();
    const confirmWith = async (text: string) => {
      await visitor.page.getByLabel('To confirm, type your Steam ID').fill(text);
      await visitor.press('Delete my account');
    };
    await confirmWith(`${steamId}1`);
    await visitor.read('Nothing was deleted');
    expect(await visitor.statusOf(key)).toBe(200);

    await visitor.follow('Back to your account');
    await confirmWith(steamId);
    await visitor.read('Your account is deleted');
    expect(await visitor.statusOf(key)).toBe(401);
    await visitor.follow('Account');
    await visitor.read('Sign in');
  });
});
