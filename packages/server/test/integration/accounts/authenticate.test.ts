import { expect, it } from 'vitest';
import { createApiKey, findPrincipal, listApiKeys } from '../../../src/accounts/api-keys.ts';
import { authenticate } from '../../../src/accounts/authenticate.ts';
import { createAccount, grantRole, revokeRole, rolesOf } from '../../../src/accounts/roles.ts';
import { setUpAccounts } from './set-up-accounts.ts';

const steamId = 76561197960287930n;
const setup = setUpAccounts();

async function makeKey(): Promise<string> {
  const { db } = setup();
  await createAccount(db, steamId);
  return (await createApiKey(db, steamId)).key;
}

async function get(path: string, authorization?: string): Promise<[number, string]> {
  const response = await fetch(setup().app.url + path, { headers: authorization ? { authorization } : {} });
  return [response.status, await response.text()];
}

it('takes a key from the Authorization header and from the query of the old clients', async () => {
  const key = await makeKey();
  expect(await get('/who', `Bearer ${key}`)).toEqual([200, String(steamId)]);
  expect(await get('/who', `bearer ${key}`)).toEqual([200, String(steamId)]);
  expect(await get(`/who?api_key=${key}`)).toEqual([200, String(steamId)]);
  expect(await get(`/who?api_key=${key}`, 'Basic cHJveHk6cHJveHk=')).toEqual([200, String(steamId)]);
});

it('takes a key from a subprotocol offered with a WebSocket', async () => {
  const key = await makeKey();
  const headers = { 'sec-websocket-protocol': `demobase.v1, demobase.key.${key}` };
  const principal = await authenticate(setup().app.parts, { headers, url: '/demos?session_id=1' });
  expect(principal.steamId).toBe(steamId);
});

it('answers 400 to a key that is missing, empty or given twice, and 401 to one it does not know', async () => {
  const key = await makeKey();
  const malformed = ['/who', '/who?api_key=', `/who?api_key=${key}&api_key=${key}`];
  for (const path of malformed) expect((await get(path))[0]).toBe(400);
  expect((await get(`/who?api_key=${key}`, `Bearer ${key}`))[0]).toBe(400);
  const unknown = ['nonsense', key.slice(0, -1), `${key}x`, key.toLowerCase(), `MB-${'A'.repeat(43)}`];
  for (const text of unknown) expect((await get(`/who?api_key=${text}`))[0]).toBe(401);
});

it('lets analysts and admins where analysts may go, and no player', async () => {
  const { db } = setup();
  const key = await makeKey();
  const visit = async () => (await get('/analysts-only', `Bearer ${key}`))[0];
  expect(await visit()).toBe(403);
  await grantRole(db, { steamId, role: 'analyst' });
  await grantRole(db, { steamId, role: 'analyst' });
  expect(await visit()).toBe(200);
  await revokeRole(db, { steamId, role: 'analyst' });
  expect(await visit()).toBe(403);
  await grantRole(db, { steamId, role: 'admin' });
  expect(await visit()).toBe(200);
  expect(await rolesOf(db, steamId)).toEqual(new Set(['admin', 'player']));
});

it('grants no role to an account that is not there', async () => {
  await expect(grantRole(setup().db, { steamId, role: 'admin' })).rejects.toMatchObject({
    code: 'account_unknown',
  });
});

it('makes ten keys and no more, also when asked for twenty at once', async () => {
  const { db } = setup();
  await createAccount(db, steamId);
  const made = await Promise.allSettled(Array.from({ length: 20 }, () => createApiKey(db, steamId)));
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  expect(await listApiKeys(db, steamId)).toHaveLength(10);
  expect(await listApiKeys(db)).toHaveLength(10);
  expect(await listApiKeys(db, 76561197960265729n)).toEqual([]);
});

it('notes the use of a key at most once a minute', async () => {
  const { db } = setup();
  const key = await makeKey();
  const lastUse = async () => (await listApiKeys(db, steamId))[0]?.lastUsedAt;
  expect(await lastUse()).toBeUndefined();
  await findPrincipal(db, key);
  const first = await lastUse();
  expect(first).toBeInstanceOf(Date);
  await findPrincipal(db, key);
  expect(await lastUse()).toEqual(first);
  await db
    .updateTable('api_keys')
    .set({ last_used_at: new Date(Date.now() - 61_000) })
    .execute();
  await findPrincipal(db, key);
  expect((await lastUse())?.getTime()).toBeGreaterThan(Date.now() - 60_000);
});

it('says of a key whose it is and what it may do', async () => {
  const key = await makeKey();
  const [status, body] = await get('/api/account', `Bearer ${key}`);
  expect(status).toBe(200);
  expect(JSON.parse(body)).toEqual({
    steam_id: String(steamId),
    roles: ['player'],
    keys: [
      {
        id: expect.stringMatching(/^\d+$/),
        prefix: key.slice(0, 8),
        created_at: expect.stringMatching(/Z$/),
        last_used_at: expect.stringMatching(/Z$/),
      },
    ],
  });
  expect((await get('/api/account', 'Bearer nonsense'))[0]).toBe(401);
});
