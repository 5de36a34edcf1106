import { buildMatch } from '@demobase/testkit';
import { describe, expect, it } from 'vitest';
import { finishedDemo } from './demos.ts';
import { useServer } from './running-server.ts';

const server = useServer({ DEMOBASE_ANALYSIS_WORKERS: '1' });

describe('a demo that was uploaded', () => {
  it('is analysed: its owner finds who played, what was said and who won, as it was played', async () => {
    const { bytes, facts } = buildMatch({
      ticks: 2_000,
      players: 12,
      chatEverySeconds: 0.5,
      cheats: [{ player: 3, kind: 'out-of-bounds-pitch', atTick: 500 }],
    });
    const player = await server.createPlayer();
    const sessionId = await player.upload(Buffer.from(bytes));
    const demo = await player.waitForAnalysis(sessionId);

    expect(demo).toMatchObject({ session_id: sessionId, state: 'closed', map: 'cp_process_final' });
    expect(demo.analysis).toMatchObject({ state: 'done', attempts: 1, error: null });
    expect(demo.summary).toMatchObject({ map: facts.map, ticks: facts.lastTick, isComplete: true });
    const spoken = demo.summary.chat.filter(({ kind }: { kind: string }) => kind.startsWith('say'));
    expect(spoken.map(({ text }: { text: string }) => text)).toEqual(facts.chat.map(({ text }) => text));
    expect(demo.summary.kills).toHaveLength(facts.kills.length);
    expect(demo.detections).toBe(undefined);
  });

  it('shows its detections to analysts, and nothing at all to other players', async () => {
    const { bytes, facts } = buildMatch({
      ticks: 1_500,
      players: 6,
      cheats: [{ player: 2, kind: 'out-of-bounds-pitch', atTick: 300 }],
    });
    const player = await server.createPlayer();
    const sessionId = await player.upload(Buffer.from(bytes));
    await player.waitForAnalysis(sessionId);

    const analyst = await server.createPlayer('analyst');
    const { detections } = await analyst.waitForAnalysis(sessionId);
    const cheater = String(76_561_197_960_265_728n + BigInt(facts.cheats[0]?.accountId ?? 0));
    expect(detections).toContainEqual(
      expect.objectContaining({ author: 'demobase', algorithm: 'out_of_bounds_pitch', steam_id: cheater }),
    );

    const other = await server.createPlayer();
    const answer = await other.ask(`/api/demos/${sessionId}`);
    expect(answer).toMatchObject({ status: 404 });
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'session_unknown' });
    expect(await server.ask(`/api/demos/${sessionId}`)).toMatchObject({ status: 400 });
  });

  it('is analysed though nothing in it is of interest', async () => {
    const player = await server.createPlayer();
    const sessionId = await player.upload(finishedDemo(100_000));
    expect(await player.waitForAnalysis(sessionId)).toMatchObject({ analysis: { state: 'done' } });
  });
});
