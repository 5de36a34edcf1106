import { request } from 'node:http';
import { signInOverHttp } from '@demobase/testkit';
import { describe, expect, it } from 'vitest';
import { purgeExpiredSignIns } from '../../../src/accounts/sign-in.ts';
import { Browser } from './browser.ts';
import { answerOfSteam, comeBack, locationOf, playerId, setUpAccounts, signIn } from './set-up-accounts.ts';

const namespace = 'http://specs.openid.net/auth/2.0';
const yes = `ns:${namespace}\nis_valid:true\n`;
const minuteMs = 60_000;

const setup = setUpAccounts();

async function countRows(
  table: 'accounts' | 'sign_ins' | 'sign_in_attempts' | 'openid_nonces',
): Promise<number> {
  return (await setup().db.selectFrom(table).selectAll().execute()).length;
}

/** How often Steam was asked to confirm a sign-in. */
function countChecks(): number {
  const { requests } = setup().steam;
  return requests.filter(({ parameters }) => parameters['openid.mode'] === 'check_authentication').length;
}

async function expectRefused(response: Response, { checks = 0 } = {}): Promise<void> {
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('The sign-in was refused');
  expect(countChecks()).toBe(checks);
  expect([await countRows('sign_ins'), await countRows('accounts')]).toEqual([0, 0]);
}

describe('signing in through Steam', () => {
  it('leads by way of Steam to the account page, under a clean address', async () => {
    const { app, steam } = setup();
    const { body, urls } = await signInOverHttp({ startUrl: `${app.url}/provision`, steamId: playerId });
    expect(urls.at(-1)).toBe(`${app.url}/account`);
    expect(body).toContain(playerId);
    expect(body).toContain('player');
    const target = new URL(urls[1] ?? '');
    expect(target.origin + target.pathname).toBe(steam.openIdEndpoint);
    expect(target.searchParams.get('openid.realm')).toBe(`${app.url}/`);
    expect(target.searchParams.get('openid.return_to')).toMatch(
      new RegExp(`^${app.url}/provision_handler\\?state=[\\w-]{43}$`),
    );
    expect(countChecks()).toBe(1);
  });

  it('lets in the accounts from 76561200000000000 upward', async () => {
    const { browser } = setup();
    expect((await signIn(browser, '76561200000000000')).status).toBe(303);
    expect(await (await browser.get('/account')).text()).toContain('76561200000000000');
  });

  it('finishes at one instance what was begun at another', async () => {
    const { app, browser, startInstance } = setup();
    const other = await startInstance({ publicUrl: app.url });
    const answer = await answerOfSteam(browser);
    const there = new Browser(other.url, browser.cookies);
    expect((await comeBack(there, answer)).status).toBe(303);
  });

  it('keeps an account that signs in again as it is', async () => {
    const { browser, db } = setup();
    await signIn(browser);
    await db.deleteFrom('account_roles').execute();
    expect((await signIn(browser)).status).toBe(303);
    expect(await db.selectFrom('account_roles').selectAll().execute()).toEqual([]);
    expect(await countRows('accounts')).toBe(1);
  });

  it('gives cookies that neither scripts nor other sites can use', async () => {
    const { startInstance } = setup();
    const { url } = await startInstance({ publicUrl: 'https://demos.example' });
    const browser = new Browser(url);
    expect((await browser.get('/provision')).headers.getSetCookie().join()).toMatch(
      /^__Host-demobase-sign-in=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const answer = await answerOfSteam(browser);
    expect(answer.get('openid.return_to')).toMatch(/^https:\/\/demos\.example\/provision_handler\?state=/);
    expect((await comeBack(browser, answer)).headers.getSetCookie().join('\n')).toMatch(
      /__Host-demobase=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Lax/,
    );
    expect([...browser.cookies.keys()]).toEqual(['__Host-demobase']);
  });

  it('ignores a forged Host and X-Forwarded-Host', async () => {
    const { app } = setup();
    const forged = {
      Host: 'evil.example',
      'X-Forwarded-Host': 'evil.example',
      Forwarded: 'host=evil.example',
    };
    const target = await locationFor(`${app.url}/provision`, forged);
    expect(target).toContain(encodeURIComponent(`${app.url}/provision_handler`));
    expect(target).not.toContain('evil');
  });

  it.each(['//evil.example', '/\\evil.example', 'https://evil.example/', '/\r\nevil'])(
    'leads to the account page, whatever destination a link names: %j',
    async (destination) => {
      const { browser } = setup();
      const next = encodeURIComponent(destination);
      await browser.get(`/provision?next=${next}&return_to=${next}`);
      expect(locationOf(await signIn(browser))).toBe('/account');
    },
  );

  it('can be started thirty times a minute from one address', async () => {
    const { startInstance } = setup();
    const { url } = await startInstance({ limitsRequests: true });
    const starts = await Promise.all(Array.from({ length: 31 }, () => new Browser(url).get('/provision')));
    expect(starts.map(({ status }) => status).sort()).toEqual([...Array(30).fill(303), 429]);
  });
});

describe('an answer that does not belong to this browser and this site', () => {
  it.each<[string, (returnTo: string) => string]>([
    ['another host', (url) => url.replace('127.0.0.1', 'localhost')],
    ['another port', (url) => url.replace(/:\d+\//, ':1/')],
    ['another scheme', (url) => url.replace('http:', 'https:')],
    ['another path', (url) => url.replace('/provision_handler', '/account')],
    ['a longer path', (url) => url.replace('/provision_handler', '/provision_handler2')],
    ['no state', (url) => url.replace(/\?.*/, '')],
    ['an extra parameter', (url) => `${url}&x=1`],
  ])('is refused when it was made for %s', async (_what, change) => {
    const { browser } = setup();
    const answer = await answerOfSteam(browser);
    answer.set('openid.return_to', change(answer.get('openid.return_to') ?? ''));
    await expectRefused(await comeBack(browser, answer));
  });

  it('is refused with a state nobody was given', async () => {
    const { browser } = setup();
    const answer = await answerOfSteam(browser);
    const state = 'A'.repeat(43);
    answer.set('openid.return_to', (answer.get('openid.return_to') ?? '').replace(/=.*/, `=${state}`));
    answer.set('state', state);
    await expectRefused(await comeBack(browser, answer));
  });

  it('is refused ten minutes after the start', async () => {
    const { app, browser } = setup();
    const answer = await answerOfSteam(browser);
    app.clockOffsetMs = 10 * minuteMs + 1000;
    answer.set('openid.response_nonce', nonceAt(Date.now() + app.clockOffsetMs));
    await expectRefused(await comeBack(browser, answer));
  });

  it('is refused in another browser, with or without a cookie, and is then used up', async () => {
    const { app, browser } = setup();
    const answer = await answerOfSteam(browser);
    const other = new Browser(app.url);
    await other.get('/provision');
    await expectRefused(await comeBack(other, answer));
    await expectRefused(await comeBack(browser, answer));
    const answerToNobody = await answerOfSteam(browser);
    await expectRefused(await comeBack(new Browser(app.url), answerToNobody));
  });

  it('is taken once', async () => {
    const { app, browser } = setup();
    const answer = await answerOfSteam(browser);
    const copy = new Browser(app.url, browser.cookies);
    expect((await comeBack(browser, answer)).status).toBe(303);
    expect((await comeBack(copy, answer)).status).toBe(400);
    expect(countChecks()).toBe(1);
  });

  it('is refused with a parameter missing, doubled or added', async () => {
    const { browser } = setup();
    const answer = await answerOfSteam(browser);
    for (const name of answer.keys()) {
      const without = new URLSearchParams([...answer].filter(([other]) => other !== name));
      await expectRefused(await comeBack(browser, without));
      const doubled = new URLSearchParams([...answer, [name, answer.get(name) ?? '']]);
      await expectRefused(await comeBack(browser, doubled));
    }
    for (const name of ['openid.foo', 'openid.claimed_id\0', 'OpenID.Mode', 'openid_claimed_id', 'x[]']) {
      await expectRefused(await comeBack(browser, new URLSearchParams([...answer, [name, 'x']])));
    }
    expect((await comeBack(browser, answer)).status).toBe(303);
  });
});

describe('a response nonce', () => {
  it.each([
    ['five minutes old', () => nonceAt(Date.now() - 5 * minuteMs - 1000)],
    ['five minutes ahead', () => nonceAt(Date.now() + 5 * minuteMs + 10_000)],
    ['without its Z', () => nonceAt(Date.now()).replace('Z', '')],
    ['of a day that is not', () => '2026-02-30T00:00:00Zabc'],
  ])('is refused when it is %s', async (_what, nonce) => {
    const { browser } = setup();
    const answer = await answerOfSteam(browser);
    answer.set('openid.response_nonce', nonce());
    await expectRefused(await comeBack(browser, answer));
  });

  it('lets one of twenty sign-ins in that share it, even if Steam confirms all', async () => {
    const { app, steam } = setup();
    steam.setBehaviour({ answerCheckAuthentication: { status: 200, body: yes } });
    const nonce = nonceAt(Date.now());
    const browsers = Array.from({ length: 20 }, () => new Browser(app.url));
    const responses = await Promise.all(
      browsers.map(async (browser) => {
        const answer = await answerOfSteam(browser);
        answer.set('openid.response_nonce', nonce);
        return comeBack(browser, answer);
      }),
    );
    expect(responses.map(({ status }) => status).sort()).toEqual([303, ...Array(19).fill(400)]);
    expect(countChecks()).toBe(1);
    const [browser] = browsers;
    const later = await answerOfSteam(browser ?? new Browser(app.url));
    later.set('openid.response_nonce', nonce);
    expect((await comeBack(browser ?? new Browser(app.url), later)).status).toBe(400);
  });

  it('lets one of twenty copies of one answer in, over two instances', async () => {
    const { app, browser, startInstance } = setup();
    const other = await startInstance({ publicUrl: app.url });
    const answer = await answerOfSteam(browser);
    const copies = Array.from(
      { length: 20 },
      (_, index) => new Browser(index % 2 === 0 ? app.url : other.url, browser.cookies),
    );
    const responses = await Promise.all(copies.map((copy) => comeBack(copy, answer)));
    expect(responses.map(({ status }) => status).sort()).toEqual([303, ...Array(19).fill(400)]);
    expect(countChecks()).toBe(1);
    expect(await countRows('sign_ins')).toBe(1);
  });
});

describe("Steam's confirmation", () => {
  it.each([
    ['no', `ns:${namespace}\nis_valid:false\n`],
    ['something like yes', `ns:${namespace}\nis_valid:truex\n`],
    ['yes to something else', `ns:${namespace}\nxis_valid:true\n`],
    ['yes and no', `${yes}is_valid:false\n`],
    ['yes without a namespace', 'is_valid:true\n'],
    ['yes in another namespace', 'ns:http://openid.net/signon/1.1\nis_valid:true\n'],
  ])('refuses the sign-in when it says %s', async (_what, body) => {
    const { browser, steam } = setup();
    steam.setBehaviour({ answerCheckAuthentication: { status: 200, body } });
    await expectRefused(await signIn(browser), { checks: 1 });
  });

  it.each([
    ['a megabyte', { status: 200, body: yes + 'x'.repeat(1024 ** 2) }],
    ['a web page', { status: 200, body: '<!doctype html><title>Maintenance</title>' }],
    ['forbidden', { status: 403, body: yes }],
    ['throttled', { status: 429, body: yes }],
    ['a fault', { status: 500, body: yes }],
    ['a redirect', { status: 302, body: yes, headers: { location: '/says-yes' } }],
  ])('asks to try again when it is %s', async (_what, answerCheckAuthentication) => {
    const { browser, steam } = setup();
    steam.setBehaviour({ answerCheckAuthentication });
    const response = await signIn(browser);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('Steam does not answer');
    expect(await countRows('sign_ins')).toBe(0);
    steam.setBehaviour({ answerCheckAuthentication: 'normal' });
    expect((await signIn(browser)).status).toBe(303);
  });
});

describe('the page Steam leads back to', () => {
  it('says where to begin when it is opened directly', async () => {
    const response = await setup().browser.get('/provision_handler');
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('href="/provision"');
  });

  it('takes a cancelled sign-in for what it is', async () => {
    const { app } = setup();
    const { body, response } = await signInOverHttp({ startUrl: `${app.url}/provision` });
    expect(response.status).toBe(200);
    expect(body).toContain('You cancelled the sign-in');
    expect(countChecks()).toBe(0);
  });

  it('refuses when Steam reports an error, whose words are for the log', async () => {
    const { app, browser } = setup();
    const failed = new URLSearchParams({ 'openid.mode': 'error', 'openid.error': 'some words' });
    const response = await comeBack(browser, failed);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('some words');
    expect(app.logged()).toContain('some words');
  });

  it('is stored nowhere, sends no referrer, runs nothing and shows no secret', async () => {
    const { browser } = setup();
    const answer = await answerOfSteam(browser);
    const responses = [
      await browser.get('/provision_handler'),
      await browser.get(`/provision_handler?${answer}&extra=1`),
      await comeBack(browser, answer),
      await browser.get('/account'),
    ];
    expect(responses.map(({ status }) => status)).toEqual([200, 400, 303, 200]);
    const secrets = [...browser.cookies.values(), answer.get('state') ?? '', answer.get('openid.sig') ?? ''];
    for (const response of responses) {
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      const page = await response.text();
      for (const secret of secrets) expect(page).not.toContain(secret);
      expect(page).not.toMatch(/MB-|<script|style="/);
    }
  });
});

it('forgets attempts, nonces and sign-ins when they are of no more use, not before', async () => {
  const { app, browser } = setup();
  await signIn(browser);
  await browser.get('/provision');
  await purgeExpiredSignIns(app.parts);
  expect([await countRows('sign_in_attempts'), await countRows('sign_ins')]).toEqual([1, 1]);
  app.clockOffsetMs = 24 * 60 * minuteMs;
  await purgeExpiredSignIns(app.parts);
  expect([await countRows('sign_in_attempts'), await countRows('sign_ins')]).toEqual([0, 0]);
  expect(await countRows('openid_nonces')).toBe(1);
  app.clockOffsetMs = 26 * 60 * minuteMs;
  await purgeExpiredSignIns(app.parts);
  expect(await countRows('openid_nonces')).toBe(0);
});

function nonceAt(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Ztest`;
}

/** `fetch` sets the Host header itself; this sends a forged one. */
function locationFor(url: string, headers: Record<string, string>): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.headers.location);
    });
    sent.once('error', reject).end();
  });
}
