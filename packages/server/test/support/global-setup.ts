import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TestProject } from 'vitest/node';
import { EmbeddedPostgresql } from '../../src/database/embedded/embedded-postgresql.ts';
import { isProcessAlive } from '../../src/database/process-alive.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The PostgreSQL that all tests of a run share; each makes its own databases in it. */
    readonly postgresqlUrl: string;
  }
}

const folderPrefix = 'demobase-test-';
const log = pino({ level: 'warn' });

/** Starts one PostgreSQL for the whole run, or takes the one that `TEST_DATABASE_URL` names. */
export default async function setUp({ provide }: TestProject): Promise<(() => Promise<void>) | undefined> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    provide('postgresqlUrl', given);
    return undefined;
  }
  await removeAbandoned();
  const dataDir = await mkdtemp(join(tmpdir(), `${folderPrefix}${process.pid}-`));
  const postgresql = await EmbeddedPostgresql.prepare({ dataDir, log });
  await postgresql.ensureRunning();
  const { host, port, user, password, database } = postgresql.connection;
  provide(
    'postgresqlUrl',
    `postgresql://${user}:${password}@localhost/${database}?host=${host}&port=${port}`,
  );
  return async () => {
    await postgresql.stop();
    await rm(dataDir, { recursive: true });
  };
}

/** The PostgreSQL outlives a run that is killed, as it should; the next run ends it. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(folderPrefix) && Number(name.slice(folderPrefix.length).split('-')[0]);
    if (!pid || isProcessAlive(pid)) continue;
    const dataDir = join(tmpdir(), name);
    await (await EmbeddedPostgresql.prepare({ dataDir, log })).stop();
    await rm(dataDir, { recursive: true });
  }
}
