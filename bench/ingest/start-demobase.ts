import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAccount, createApiKey, openDatabaseForTool } from '@demobase/server';
import { mapConcurrently } from './map-concurrently.ts';
import { type MeasuredServer, type StreamTarget, startProgram } from './measured-server.ts';

const COMMAND = fileURLToPath(new URL('../../packages/cli/bin/demobase.js', import.meta.url));
const FIRST_STEAM_ID = 76561198000000000n;
const AT_ONCE = 10;

/** Starts a built Demobase on a new data folder, with its embedded PostgreSQL and without a rate limit. */
export async function startDemobase(options: {
  readonly folder: string;
  readonly nodeOptions: readonly string[];
}): Promise<MeasuredServer> {
  const dataDir = join(options.folder, 'data');
  await mkdir(dataDir);
  // Started by root, PostgreSQL runs as another user and has to reach its part of the folder.
  await chmod(options.folder, 0o755);
  const program = await startProgram({
    arguments: [...options.nodeOptions, COMMAND, 'serve'],
    environment: {
      DEMOBASE_DATA_DIR: dataDir,
      DEMOBASE_PORT: '0',
      DEMOBASE_RATE_LIMIT_PER_MINUTE: '0',
      DEMOBASE_LOG_LEVEL: 'warn',
    },
  });
  return {
    ...program,
    async prepareStreams(count) {
      const keys = await createKeys(dataDir, count);
      return mapConcurrently(keys, (key) => openSession(program.url, { key, dataDir }), AT_ONCE);
    },
  };
}

/** An account has one live session, so every stream needs an account of its own. */
async function createKeys(dataDir: string, count: number): Promise<string[]> {
  const log = { info: () => {}, warn: console.warn, error: console.error };
  const database = await openDatabaseForTool({ kind: 'embedded', dataDir }, { log });
  try {
    const steamIds = Array.from({ length: count }, (_, index) => FIRST_STEAM_ID + BigInt(index));
    return await mapConcurrently(
      steamIds,
      async (steamId) => {
        await createAccount(database.db, steamId);
        return (await createApiKey(database.db, steamId)).key;
      },
      AT_ONCE,
    );
  } finally {
    await database.close();
  }
}

async function openSession(
  url: string,
  { key, dataDir }: { readonly key: string; readonly dataDir: string },
): Promise<StreamTarget> {
  const query = `api_key=${key}&fake_ip=169.254.71.12:27015&map=cp_process_final`;
  const response = await fetch(`${url}/session_id?${query}`);
  const text = await response.text();
  const sessionId = /"session_id":(\d+)/.exec(text)?.[1];
  if (!sessionId) throw new Error(`No session was opened: ${response.status} ${text}`);
  return {
    path: `/demos?api_key=${key}&session_id=${sessionId}`,
    filePath: join(dataDir, 'spool', `${sessionId}.dem`),
  };
}
