import { type SteamSimulator, startSteamSimulator } from '@demobase/testkit';
import { afterEach, beforeEach } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { type AccountsApp, type AccountsAppOptions, startAccountsApp } from './accounts-app.ts';
import { Browser } from './browser.ts';

/** Who signs in unless a test says otherwise. */
export const playerId = '76561197960287930';
export const strangerId = '76561198006409530';

/** What a test of accounts works with; fresh for each test. */
export interface AccountsSetup {
  readonly db: TestDatabase['db'];
  readonly steam: SteamSimulator;
  readonly app: AccountsApp;
  readonly browser: Browser;
  /** Another instance on the same database. */
  startInstance(options?: Partial<AccountsAppOptions>): Promise<AccountsApp>;
}

/** Gives each test of a file its own database, Steam, instance and browser, and cleans up after it. */
export function setUpAccounts(options: Partial<AccountsAppOptions> = {}): () => AccountsSetup {
  let setup: AccountsSetup | undefined;
  let cleanUp: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    const database = await createTestDatabase();
    const steam = await startSteamSimulator();
    cleanUp = [() => database.drop(), () => steam.close()];
    const startInstance = async (more: Partial<AccountsAppOptions> = {}) => {
      const instance = await startAccountsApp({
        db: database.db,
        pool: database.pool,
        steam,
        ...options,
        ...more,
      });
      cleanUp.push(() => instance.close());
      return instance;
    };
    const app = await startInstance();
    setup = { db: database.db, steam, app, browser: new Browser(app.url), startInstance };
  });
  afterEach(async () => {
    for (const step of cleanUp.reverse()) await step();
  });

  return () => {
    if (!setup) throw new Error('The set-up is there within a test only.');
    return setup;
  };
}

/**
 * Starts a sign-in and chooses a player on Steam's page, but does not come back yet: gives the query Steam
 * sends the browser back with, for a test to change.
 */
export async function answerOfSteam(browser: Browser, steamId = playerId): Promise<URLSearchParams> {
  const { searchParams: form, origin, pathname } = new URL(locationOf(await browser.get('/provision')));
  form.set('steamid', steamId);
  const response = await fetch(origin + pathname, { method: 'POST', body: form, redirect: 'manual' });
  return new URL(locationOf(response)).searchParams;
}

/** Comes back from Steam. */
export async function comeBack(browser: Browser, answer: URLSearchParams): Promise<Response> {
  return browser.get(`/provision_handler?${answer}`);
}

/** Goes all the way to Steam and back, and returns the answer to coming back. */
export async function signIn(browser: Browser, steamId = playerId): Promise<Response> {
  return comeBack(browser, await answerOfSteam(browser, steamId));
}

/** Signs in and makes an API key, as a new player does. */
export async function signInForKey(browser: Browser): Promise<string> {
  await signIn(browser);
  return keyOn(await browser.submit('/account/keys'));
}

/** The key a page shows. */
export async function keyOn(response: Response): Promise<string> {
  return /id="api-key">([^<]*)</.exec(await response.text())?.[1] ?? '';
}

export function locationOf(response: Response): string {
  return response.headers.get('location') ?? '';
}
