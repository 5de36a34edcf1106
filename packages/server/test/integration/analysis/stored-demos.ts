import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, vi } from 'vitest';
import { createAccount } from '../../../src/accounts/roles.ts';
import type { AnalysisState } from '../../../src/database/schema.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import type { RunningInstance } from '../sessions/running-instance.ts';

export const UPLOADER = 76_561_198_006_409_530n;
let nextId = 1_000n;

/** Stores a demo behind the back of an instance, as one did that knew nothing of analyses. */
export async function storeDemo(
  database: TestDatabase,
  instance: RunningInstance,
  demo: Uint8Array | undefined,
): Promise<bigint> {
  const id = nextId++;
  const { db } = database;
  await createAccount(db, UPLOADER);
  const folder = join(instance.dataDir, 'blobs', 'demoblobs');
  await mkdir(folder, { recursive: true });
  if (demo) await writeFile(join(folder, `${id}.dem`), demo);
  const bytes = demo ?? new Uint8Array();
  await db
    .insertInto('sessions')
    .values({
      id,
      steam_id: UPLOADER,
      state: 'closed',
      instance_id: (await readFile(join(instance.dataDir, 'instance-id'), 'utf8')).trim(),
      demo_name: 'match',
      fake_ip: '169.254.71.12:27015',
      map: 'cp_process_final',
      ended_at: new Date(),
      size_bytes: BigInt(bytes.length),
      sha256: createHash('sha256').update(bytes).digest(),
      is_complete: true,
    })
    .execute();
  return id;
}

/** The row of an analysis. */
export async function findAnalysis(database: TestDatabase, sessionId: bigint) {
  return database.db
    .selectFrom('demo_analyses')
    .selectAll()
    .where('session_id', '=', sessionId)
    .executeTakeFirst();
}

/** The row of an analysis once it is in a state. */
export function waitForAnalysis(
  database: TestDatabase,
  sessionId: bigint,
  ...states: readonly AnalysisState[]
) {
  const look = async () => {
    const row = await findAnalysis(database, sessionId);
    if (!row) throw new Error('not queued yet');
    expect(states).toContain(row.state);
    return row;
  };
  return vi.waitFor(look, { timeout: 40_000, interval: 50 });
}
