import { buildMatch } from '@demobase/testkit';
import { describe, expect, it } from 'vitest';
import { say, stageDemo, user } from '../../../demo/test/staged-demo.ts';
import { useServer } from './running-server.ts';

const MEMORY_MB = 32;
const server = useServer({ DEMOBASE_ANALYSIS_WORKERS: '1', DEMOBASE_ANALYSIS_MEMORY_MB: String(MEMORY_MB) });

function match(seed: number, ticks = 600): Buffer {
  return Buffer.from(buildMatch({ ticks, players: 6, seed }).bytes);
}

/** So much talk that a summary of it needs more memory than the threads of this server have. */
function overwhelmingDemo(): Buffer {
  const lines = Array.from({ length: 250 }, () => say(1, 'TF_Chat_All', 'Gordon', 'x'.repeat(200)));
  const scenes = Array.from({ length: 264 }, (_, tick) => [tick, ...lines] as const);
  return Buffer.from(stageDemo({ users: [user(3, 'Gordon')] }, scenes));
}

/** Long enough to be met in its middle. */
const long = match(7, 40_000);

describe('an analysis that is interrupted', () => {
  it('by kill -9 is done after the restart, and its findings are there once', async () => {
    const player = await server.createPlayer('analyst');
    const sessionId = await player.upload(long);
    await player.waitForAnalysis(sessionId, ['running']);
    await server.kill();
    await server.start();
    const demo = await player.waitForAnalysis(sessionId);
    expect(demo.analysis).toMatchObject({ state: 'done', attempts: 2, error: null });
    const found = demo.detections.map((detection: object) => JSON.stringify(detection));
    expect(new Set(found).size).toBe(found.length);
  });

  it('by an orderly stop goes back into the queue as if it had not begun', async () => {
    const player = await server.createPlayer();
    const sessionId = await player.upload(long);
    await player.waitForAnalysis(sessionId, ['running']);
    expect(await server.end('SIGTERM')).toMatchObject({ exitCode: 0 });
    await server.start();
    const demo = await player.waitForAnalysis(sessionId);
    expect(demo.analysis).toMatchObject({ state: 'done', attempts: 1 });
  });
});

describe('a demo that takes more memory than it may', () => {
  it('is set aside after three tries while others go on, and is read where there is more', async () => {
    const [player, other] = [await server.createPlayer(), await server.createPlayer()];
    const poisoned = await player.upload(overwhelmingDemo());
    await player.waitForAnalysis(poisoned, ['running']);
    const others = [await other.upload(match(1)), await other.upload(match(2))];
    for (const sessionId of others) {
      const { analysis } = await other.waitForAnalysis(sessionId, ['done'], 60_000);
      expect(analysis.attempts).toBe(1);
    }
    const { analysis, summary } = await player.waitForAnalysis(poisoned, ['set_aside'], 120_000);
    expect(analysis).toMatchObject({ attempts: 3, error: { code: 'out_of_memory' } });
    expect(analysis.error.reason).toContain(`${MEMORY_MB} MB`);
    expect(summary).toBe(null);
    const status = JSON.parse(await server.run('analysis', 'status', '--json'));
    expect(status.unread).toMatchObject([
      { session_id: poisoned, state: 'set_aside', code: 'out_of_memory' },
    ]);

    await server.end('SIGTERM');
    await server.start({ DEMOBASE_ANALYSIS_MEMORY_MB: '512' });
    const printed = await server.run('analysis', 'requeue', '--state', 'set_aside', '--json');
    expect(JSON.parse(printed)).toEqual({ session_ids: [poisoned] });
    const read = await player.waitForAnalysis(poisoned, ['done'], 60_000);
    expect(read.analysis).toMatchObject({ attempts: 1, error: null });
    expect(read.summary).toMatchObject({ cutLists: ['chat'] });
  }, 240_000);
});

describe('several workers', () => {
  it('share the demos: each is analysed once, though one of them is killed', async () => {
    const player = await server.createPlayer('analyst');
    const workers = [await server.startWorker(), await server.startWorker()];
    try {
      const sessionIds: string[] = [];
      for (let seed = 0; seed < 12; seed++) sessionIds.push(await player.upload(match(seed)));
      const [victim] = workers;
      await victim?.end('SIGKILL');
      for (const sessionId of sessionIds) {
        const { analysis, summary } = await player.waitForAnalysis(sessionId, ['done'], 60_000);
        // Whatever the killed worker had was done again; nothing was done again but that.
        expect(analysis.attempts).toBeLessThanOrEqual(2);
        expect(summary.players.length).toBeGreaterThan(6);
      }
      expect(JSON.parse(await server.run('analysis', 'status', '--json')).states).toMatchObject({
        queued: 0,
        running: 0,
      });
    } finally {
      for (const worker of workers) await worker.end('SIGTERM');
    }
  }, 120_000);
});
