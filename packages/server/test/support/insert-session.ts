import type { NewSessionRow } from '../../src/database/schema.ts';
import { newSessionId } from '../../src/sessions/session-id.ts';
import type { TestDatabase } from './test-database.ts';

/** Adds a closed session with a demo, as `row` says where given; returns its id. The blob store has nothing of it. */
export async function insertSession(
  { db }: TestDatabase,
  row: Pick<NewSessionRow, 'steam_id'> & Partial<NewSessionRow>,
): Promise<bigint> {
  const id = row.id ?? newSessionId();
  await db
    .insertInto('sessions')
    .values({
      id,
      state: 'closed',
      demo_name: 'match.dem',
      fake_ip: '169.254.71.12:27015',
      map: 'cp_process_final',
      ended_at: new Date(),
      size_bytes: 100_000n,
      sha256: Buffer.alloc(32, 7),
      is_complete: true,
      ...row,
    })
    .execute();
  return id;
}
