import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { type CallBudgetOptions, SteamWebApi } from '@demobase/steam';
import type { SteamSimulator } from '@demobase/testkit';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import { pino } from 'pino';
import { requireAccount, requireRole } from '../../../src/accounts/authenticate.ts';
import { buildApp } from '../../../src/app.ts';
import type { AppParts } from '../../../src/app-parts.ts';
import { openBlobStore } from '../../../src/blobs/open-blob-store.ts';
import { readConfig } from '../../../src/config.ts';
import type { Database } from '../../../src/database/schema.ts';
import { GameServerChecks } from '../../../src/game-servers/game-server-checks.ts';
import { Sessions } from '../../../src/sessions/sessions.ts';
import { openSteamAccess } from '../../../src/steam-access.ts';

export interface AccountsAppOptions {
  readonly db: Kysely<Database>;
  readonly pool: Pool;
  readonly steam: SteamSimulator;
  /** True configures a Steam Web API key, so that profiles are looked at. */
  readonly checksProfiles?: boolean;
  readonly limitsRequests?: boolean;
  /** What the whole instance may ask Steam; only with `checksProfiles`. */
  readonly callBudget?: CallBudgetOptions;
  /** Where players reach the service, if not at the address it listens on. */
  readonly publicUrl?: string;
}

/** One instance, listening, with a clock a test can move. */
export interface AccountsApp {
  readonly url: string;
  readonly parts: AppParts;
  /** Everything logged so far. */
  readonly logged: () => string;
  /** How far the clock of this instance is ahead, in milliseconds. */
  clockOffsetMs: number;
  close(): Promise<void>;
}

/** Starts an instance with two more routes: `/who` for any account, `/analysts-only` for that role. */
export async function startAccountsApp(options: AccountsAppOptions): Promise<AccountsApp> {
  const { db, pool, steam, checksProfiles = false, limitsRequests = false } = options;
  const dataDir = await mkdtemp(join(tmpdir(), 'demobase-accounts-'));
  const lines: string[] = [];
  const log = pino(
    { level: 'trace' },
    new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    }),
  );
  const config = readConfig({
    DEMOBASE_DATA_DIR: dataDir,
    DEMOBASE_STEAM_OPENID_URL: steam.openIdEndpoint,
    DEMOBASE_STEAM_API_URL: steam.apiUrl,
    DEMOBASE_RATE_LIMIT_PER_MINUTE: limitsRequests ? '600' : '0',
    STEAM_API_KEY: checksProfiles ? steam.apiKey : '',
  });
  let url = '';
  const running = { clockOffsetMs: 0 };
  const access = openSteamAccess(config);
  const { callBudget: budget } = options;
  const webApi = budget && new SteamWebApi({ key: steam.apiKey, baseUrl: steam.apiUrl, budget });
  const basis = {
    config,
    db,
    pool,
    blobs: await openBlobStore(config.blobs),
    log,
    steam: webApi ? { ...access, webApi } : access,
    publicUrl: () => options.publicUrl ?? url,
    now: () => new Date(Date.now() + running.clockOffsetMs),
  };
  const parts: AppParts = { ...basis, gameServerChecks: new GameServerChecks(basis) };
  const sessions = new Sessions(parts, { instanceId: randomUUID(), isInstanceAlive: async () => true });
  await sessions.start();
  const app = await buildApp(parts, sessions);
  app.get('/who', { onRequest: requireAccount(parts) }, async (request) => String(request.principal.steamId));
  app.get('/analysts-only', { onRequest: requireRole(parts, 'analyst') }, async () => 'welcome');
  url = await app.listen({ port: 0, host: '127.0.0.1' });
  const close = async () => {
    await app.close();
    await sessions.stop();
    await parts.gameServerChecks.stop();
    await parts.steam.gameServers.close();
    await parts.blobs.close();
    await rm(dataDir, { recursive: true });
  };
  return Object.assign(running, { url, parts, logged: () => lines.join(''), close });
}
