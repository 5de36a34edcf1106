import { expect, it } from 'vitest';
import { playerId, setUpAccounts, signInForKey, strangerId } from './set-up-accounts.ts';

const setup = setUpAccounts();

/** An account with a key, a browser signed in, and three sessions of which one left a demo and a check. */
async function makeAccount(): Promise<string> {
  const { browser, db } = setup();
  const key = await signInForKey(browser);
  const common = { steam_id: BigInt(playerId), demo_name: 'a', fake_ip: 'b', map: 'c' };
  await db
    .insertInto('sessions')
    .values([
      { ...common, id: 7n, state: 'closed' },
      { ...common, id: 8n, state: 'rejected' },
      { ...common, id: 9007199254740991n, state: 'streaming' },
    ])
    .execute();
  await db
    .insertInto('game_server_checks')
    .values({
      session_id: 7n,
      address: '192.0.2.10:27015',
      verdict: 'unknown',
      reason: 'Nobody answers there.',
      observation: null,
      checked_at: new Date(),
    })
    .execute();
  return key;
}

async function expectDeleted(): Promise<void> {
  const { app, db } = setup();
  const tables = [
    'accounts',
    'account_roles',
    'api_keys',
    'sign_ins',
    'sessions',
    'game_server_checks',
  ] as const;
  for (const table of tables) {
    expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
  }
  const queued = await db.selectFrom('blob_deletions').select('name').execute();
  expect(queued.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['demoblobs/7.dem', 'jsonblobs/7.json', 'demoblobs/9007199254740991.dem']),
  );
  expect(app.logged()).toContain('account_deleted');
}

async function countSessions(): Promise<number> {
  return (await setup().db.selectFrom('sessions').select('id').execute()).length;
}

function remove(key: string, body: unknown): Promise<Response> {
  return fetch(`${setup().app.url}/api/account`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

it('deletes an account from its page, once its Steam ID is typed', async () => {
  const { browser } = setup();
  const key = await makeAccount();
  const mistyped = await browser.submit('/account/delete', { steam_id: strangerId });
  expect(mistyped.status).toBe(422);
  expect(await countSessions()).toBe(3);
  const response = await browser.submit('/account/delete', { steam_id: ` ${playerId} ` });
  expect(response.status).toBe(200);
  expect(await response.text()).toContain('Your account is deleted');
  expect(browser.cookies.size).toBe(0);
  await expectDeleted();
  expect((await remove(key, { steam_id: playerId })).status).toBe(401);
});

it('deletes an account through the API, once its Steam ID is given', async () => {
  const key = await makeAccount();
  expect((await remove(key, { steam_id: strangerId })).status).toBe(422);
  expect((await remove(key, {})).status).toBe(400);
  expect(await countSessions()).toBe(3);
  expect((await remove(key, { steam_id: playerId })).status).toBe(204);
  await expectDeleted();
});

it('lets somebody whose account was deleted come back', async () => {
  const { browser } = setup();
  await makeAccount();
  await browser.submit('/account/delete', { steam_id: playerId });
  expect(await signInForKey(browser)).toMatch(/^MB-/);
});
