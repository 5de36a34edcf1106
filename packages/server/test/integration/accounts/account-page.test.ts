import { describe, expect, it } from 'vitest';
import { createApiKey } from '../../../src/accounts/api-keys.ts';
import { Browser } from './browser.ts';
import { keyOn, playerId, setUpAccounts, signIn, signInForKey, strangerId } from './set-up-accounts.ts';

const setup = setUpAccounts();

async function statusWithKey(key: string): Promise<number> {
  const response = await fetch(`${setup().app.url}/who`, { headers: { authorization: `Bearer ${key}` } });
  return response.status;
}

async function keyIds(): Promise<bigint[]> {
  const keys = setup().db.selectFrom('api_keys').select('id').where('revoked_at', 'is', null).orderBy('id');
  return (await keys.execute()).map(({ id }) => id);
}

describe('the account page', () => {
  it('offers to sign in to whoever is not', async () => {
    const { browser } = setup();
    const response = await browser.get('/account');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<a class="button" href="/provision">Sign in through Steam</a>');
    expect((await browser.post('/account/keys', { form_token: 'x' })).status).toBe(401);
  });

  it('shows a new key once, works with it, and keeps only its hash', async () => {
    const { browser, db } = setup();
    await signIn(browser);
    const response = await browser.submit('/account/keys');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    const key = await keyOn(response);
    expect(key).toMatch(/^MB-[A-Za-z0-9_-]{43}$/);
    expect(await statusWithKey(key)).toBe(200);

    const page = await (await browser.get('/account')).text();
    expect(page).not.toContain(key);
    expect(page).toContain(`${key.slice(0, 8)}…`);
    const [row] = await db.selectFrom('api_keys').selectAll().execute();
    expect(row?.hash).toHaveLength(32);
    expect(Object.values(row ?? {}).some((value) => String(value).includes(key.slice(8)))).toBe(false);
  });

  it('says of each key when it was last used', async () => {
    const { browser } = setup();
    const key = await signInForKey(browser);
    expect(await (await browser.get('/account')).text()).toContain('never');
    await statusWithKey(key);
    expect(await (await browser.get('/account')).text()).not.toContain('never');
  });

  it('replaces one key: the old one stops working at once, the others go on', async () => {
    const { browser } = setup();
    const first = await signInForKey(browser);
    const second = await keyOn(await browser.submit('/account/keys'));
    const [firstId] = await keyIds();
    const replacement = await keyOn(await browser.submit(`/account/keys/${firstId}/replace`));
    expect(await Promise.all([first, second, replacement].map(statusWithKey))).toEqual([401, 200, 200]);
    expect((await browser.submit(`/account/keys/${firstId}/replace`)).status).toBe(404);
  });

  it('revokes a key', async () => {
    const { browser } = setup();
    const key = await signInForKey(browser);
    const [id] = await keyIds();
    const response = await browser.submit(`/account/keys/${id}/revoke`);
    expect([response.status, response.headers.get('location')]).toEqual([303, '/account']);
    expect(await statusWithKey(key)).toBe(401);
    expect((await browser.submit(`/account/keys/${id}/revoke`)).status).toBe(404);
  });

  it('leaves the keys of other accounts alone', async () => {
    const { app, browser } = setup();
    const key = await signInForKey(browser);
    const [id] = await keyIds();
    const stranger = new Browser(app.url);
    await signIn(stranger, strangerId);
    for (const action of ['replace', 'revoke']) {
      expect((await stranger.submit(`/account/keys/${id}/${action}`)).status).toBe(404);
    }
    expect(await statusWithKey(key)).toBe(200);
  });

  it('gives an account ten keys and no more', async () => {
    const { browser, db } = setup();
    await signIn(browser);
    for (let made = 0; made < 10; made += 1) await createApiKey(db, BigInt(playerId));
    const page = await (await browser.get('/account')).text();
    expect(page).not.toContain('Create an API key');
    expect((await browser.submit('/account/keys')).status).toBe(409);
    expect(await keyIds()).toHaveLength(10);
  });

  it('shows the latest demo, with its name as plain text', async () => {
    const { browser, db } = setup();
    await signIn(browser);
    const session = { steam_id: BigInt(playerId), state: 'closed', fake_ip: '169.254.1.1:1' } as const;
    await db
      .insertInto('sessions')
      .values({ ...session, id: 1n, demo_name: '<script>x</script>', map: 'koth_"harvest' })
      .execute();
    const page = await (await browser.get('/account')).text();
    expect(page).toContain('koth_&#34;harvest');
    expect(page).not.toContain('<script');
  });

  it('signs the browser out', async () => {
    const { browser, db } = setup();
    await signIn(browser);
    const cookies = new Map(browser.cookies);
    expect((await browser.submit('/account/sign-out')).headers.get('location')).toBe('/');
    expect(browser.cookies.size).toBe(0);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    expect(await (await browser.get('/account')).text()).toContain('href="/provision"');
    expect(await db.selectFrom('sign_ins').selectAll().execute()).toEqual([]);
  });

  it('signs the browser out by itself after twelve hours', async () => {
    const { app, browser } = setup();
    await signIn(browser);
    app.clockOffsetMs = 12 * 3_600_000 + 1000;
    expect(await (await browser.get('/account')).text()).toContain('href="/provision"');
  });
});

describe('a form', () => {
  it.each([
    ['no token', {}],
    ['an empty token', { form_token: '' }],
    ['a wrong token', { form_token: 'A'.repeat(43) }],
  ])('with %s is refused', async (_what, form) => {
    const { browser } = setup();
    await signIn(browser);
    for (const path of [
      '/account/keys',
      '/account/keys/1/replace',
      '/account/keys/1/revoke',
      '/account/sign-out',
    ]) {
      expect((await browser.post(path, form)).status).toBe(403);
    }
    expect((await browser.post('/account/delete', { ...form, steam_id: playerId })).status).toBe(403);
    expect(await (await browser.get('/account')).text()).toContain('Your account');
    expect(await keyIds()).toEqual([]);
  });

  it('is of no use in the browser of somebody else', async () => {
    const { app, browser } = setup();
    await signIn(browser);
    const stranger = new Browser(app.url);
    await signIn(stranger, strangerId);
    const form_token = await browser.formToken();
    expect((await stranger.post('/account/keys', { form_token })).status).toBe(403);
  });

  it('sent again, as by a reload, changes nothing and says so', async () => {
    const { browser } = setup();
    await signIn(browser);
    const form = { form_token: await browser.formToken() };
    const key = await keyOn(await browser.post('/account/keys', form));
    const reload = await browser.post('/account/keys', form);
    expect(reload.status).toBe(403);
    expect(await reload.text()).toContain('Nothing was changed');
    expect(await statusWithKey(key)).toBe(200);
    expect(await keyIds()).toHaveLength(1);
  });

  it('sent ten times at once works once', async () => {
    const { browser } = setup();
    await signIn(browser);
    const form = { form_token: await browser.formToken() };
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.post('/account/keys', form)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await keyIds()).toHaveLength(1);
  });
});

it('logs no key, no cookie and no query', async () => {
  const { app, browser } = setup();
  const key = await signInForKey(browser);
  await fetch(`${app.url}/who?api_key=${key}`);
  await fetch(`${app.url}/who?api_key=wrong`);
  const log = app.logged();
  expect(log).toContain('signed_in');
  expect(log).not.toContain(key.slice(8));
  expect(log).not.toMatch(/api_key=|openid\.|state=/);
  for (const cookie of browser.cookies.values()) expect(log).not.toContain(cookie);
});

it('has a start page and a style sheet', async () => {
  const { browser } = setup();
  expect(await (await browser.get('/')).text()).toContain('href="/schema"');
  const style = await browser.get('/style.css');
  expect(style.headers.get('content-type')).toContain('text/css');
});
