import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { createApiKey } from '../../../src/accounts/api-keys.ts';
import { createAccount } from '../../../src/accounts/roles.ts';
import { readConfig } from '../../../src/config.ts';
import { type RunningServer, startServer } from '../../../src/start-server.ts';
import type { TestDatabase } from '../../support/test-database.ts';

/** An instance in this process on a test database, with a data folder of its own. */
export interface RunningInstance {
  readonly url: string;
  readonly dataDir: string;
  /** Stops it as SIGTERM would; `start` begins again on the same folder. */
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

export async function startInstance(
  database: TestDatabase,
  settings: Record<string, string> = {},
): Promise<RunningInstance> {
  const dataDir = await mkdtemp(join(tmpdir(), 'demobase-sessions-'));
  const config = readConfig({
    DATABASE_URL: database.connectionString,
    DEMOBASE_DATA_DIR: dataDir,
    DEMOBASE_PORT: '0',
    DEMOBASE_RATE_LIMIT_PER_MINUTE: '0',
    // Nobody out there is to hear of these tests.
    DEMOBASE_GAME_SERVER_CHECK: 'off',
    DEMOBASE_ANALYSIS_WORKERS: '0',
    ...settings,
  });
  let server: RunningServer = await startServer(config, { log: pino({ level: 'silent' }) });
  return {
    get url() {
      return server.url;
    },
    dataDir,
    stop: () => server.stop(),
    async start() {
      server = await startServer(config, { log: pino({ level: 'silent' }) });
    },
    async remove() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Gives a player an account and a key. */
export async function createPlayer(database: TestDatabase, steamId: bigint): Promise<string> {
  await createAccount(database.db, steamId);
  return (await createApiKey(database.db, steamId)).key;
}

/** Asks as a client does, with the key as a bearer token. */
export async function ask(
  instance: RunningInstance,
  path: string,
  options: { readonly key: string; readonly post?: unknown },
): Promise<{
  readonly status: number;
  readonly text: string;
  readonly json: () => unknown;
  readonly bytes: Buffer;
}> {
  const response = await fetch(instance.url + path, {
    headers: {
      authorization: `Bearer ${options.key}`,
      ...(options.post !== undefined && { 'content-type': 'application/json' }),
    },
    ...(options.post !== undefined && { method: 'POST', body: JSON.stringify(options.post) }),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, text: bytes.toString(), json: () => JSON.parse(bytes.toString()), bytes };
}

/** Opens a session and returns its id. */
export async function openSession(instance: RunningInstance, key: string): Promise<string> {
  const response = await ask(instance, '/session_id?fake_ip=169.254.1.1%3A27015&map=cp_process_final', {
    key,
  });
  if (response.status !== 200) throw new Error(`${response.status} ${response.text}`);
  return /"session_id":(\d+)/.exec(response.text)?.[1] ?? '';
}
