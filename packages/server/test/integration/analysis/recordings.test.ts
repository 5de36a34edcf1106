import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';
import { type RunningInstance, startInstance } from '../sessions/running-instance.ts';
import { storeDemo, waitForAnalysis } from './stored-demos.ts';

/** Real recordings hold people's names, so they are kept beside the repository. */
const folder = fileURLToPath(new URL('../../../../../../shared/demos', import.meta.url));
const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.dem')) : [];
const note = names.length === 0 ? ' (SKIPPED: no folder shared/demos beside the repository)' : '';

/** What the recordings are that nobody can read, or not to their end. */
const clearEnds: Record<string, { state: string; error_code: string }> = {
  'cut-header-512.dem': { state: 'failed', error_code: 'incomplete_header' },
  'protocol4-not-supported.dem': { state: 'failed', error_code: 'unsupported_protocol' },
};

describe.skipIf(names.length === 0)(`every recording we have${note}`, () => {
  let database: TestDatabase;
  let instance: RunningInstance;
  const sessions = new Map<string, bigint>();

  beforeAll(async () => {
    database = await createTestDatabase();
    instance = await startInstance(database, { DEMOBASE_ANALYSIS_WORKERS: '1' });
    await instance.stop();
    for (const name of names) {
      sessions.set(name, await storeDemo(database, instance, readFileSync(`${folder}/${name}`)));
    }
    await instance.start();
  });

  afterAll(async () => {
    await instance.remove();
    await database.drop();
  });

  it.each(names)('ends in a clear state: %s', async (name) => {
    const sessionId = sessions.get(name) ?? 0n;
    const analysis = await waitForAnalysis(database, sessionId, 'done', 'failed', 'set_aside');
    expect(analysis).toMatchObject(clearEnds[name] ?? { state: 'done', error_code: null });
    expect(analysis.attempts).toBe(1);
    if (analysis.state === 'failed') return;
    expect(analysis.summary).toMatchObject({ map: expect.stringMatching(/./) });
    const players = await database.db
      .selectFrom('demo_players')
      .select(['steam_id', 'is_bot', 'is_source_tv'])
      .where('session_id', '=', sessionId)
      .execute();
    if (name.startsWith('tf2')) {
      expect(players.filter((player) => player.steam_id !== null).length).toBeGreaterThan(0);
    }
  });
});
