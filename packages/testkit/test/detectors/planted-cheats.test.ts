import { Analysis, analyseDemo, DemoReader, type Detection } from '@demobase/demo';
import { buildMatch } from '@demobase/testkit';
import { describe, expect, it } from 'vitest';

type CheatRequest = NonNullable<Parameters<typeof buildMatch>[0]['cheats']>[number];

const FIRST_ACCOUNT = 76561197960265728n;

/** What each planted cheat is found as; somebody who only spins is found by none that is built in. */
const FOUND_AS = {
  spin: undefined,
  'out-of-bounds-pitch': 'out_of_bounds_pitch',
  'half-turn': 'view_180',
  'silent-aim': 'angle_repeat',
  'aim-snap': 'aim_snap',
} as const satisfies Record<CheatRequest['kind'], string | undefined>;

const CHEATS: readonly CheatRequest[] = [
  { player: 3, kind: 'spin', atTick: 600 },
  { player: 5, kind: 'out-of-bounds-pitch', atTick: 700 },
  { player: 1, kind: 'half-turn', atTick: 800 },
  { player: 7, kind: 'silent-aim', atTick: 900 },
  { player: 9, kind: 'aim-snap', atTick: 1000 },
  { player: 2, kind: 'silent-aim', atTick: 1300 },
  { player: 8, kind: 'aim-snap', atTick: 1300 },
];

describe('built-in detectors', () => {
  it.each([1, 2, 3])('find every planted cheat in match %i of SourceTV, and nothing else', async (seed) => {
    const { bytes, facts } = buildMatch({ kind: 'stv', seed, ticks: 3000, cheats: CHEATS });
    const { detections } = await analyseDemo([bytes]);
    expect(facts.cheats.length).toBe(CHEATS.length);
    for (const cheat of facts.cheats) {
      const algorithm = FOUND_AS[cheat.kind];
      if (algorithm === undefined) continue;
      const isFound = detections.some((each) => each.algorithm === algorithm && isOf(each, cheat));
      expect(isFound, `${cheat.kind} at ${cheat.fromTick}`).toBe(true);
    }
    const unexpected = detections.filter((each) => !facts.cheats.some((cheat) => isOf(each, cheat)));
    expect(unexpected).toEqual([]);
  });

  it.each([1, 2, 3])('find what is in sight of a player who records match %i, and nothing else', (seed) => {
    const { bytes, facts } = buildMatch({ kind: 'pov', seed, ticks: 3000, cheats: CHEATS });
    const reader = new DemoReader();
    const analysis = new Analysis(reader);
    const outOfSight = new Set<object>();
    analysis.state.onTick(() => {
      const { tick } = analysis.state;
      for (const cheat of facts.cheats) {
        if (tick < cheat.fromTick - 2 || tick > cheat.toTick + 2) continue;
        if (analysis.state.playerOfUserId(cheat.userId)?.isInPvs !== true) outOfSight.add(cheat);
      }
    });
    reader.push(bytes);
    reader.end();
    const { detections } = analysis.end();
    for (const cheat of facts.cheats) {
      const algorithm = FOUND_AS[cheat.kind];
      if (algorithm === undefined) continue;
      const isFound = detections.some((each) => each.algorithm === algorithm && isOf(each, cheat));
      expect(isFound, `${cheat.kind} at ${cheat.fromTick}`).toBe(!outOfSight.has(cheat));
    }
    expect(detections.length).toBeGreaterThan(0);
    expect(detections.filter((each) => !facts.cheats.some((cheat) => isOf(each, cheat)))).toEqual([]);
  });

  it('find nothing in honest matches', async () => {
    for (const [kind, ticksPerPacket] of [
      ['stv', 1],
      ['stv', 4],
      ['pov', 1],
    ] as const) {
      const { bytes } = buildMatch({ kind, seed: 4, ticks: 4000, ticksPerPacket, bots: 4 });
      expect((await analyseDemo([bytes])).detections).toEqual([]);
    }
  });
});

/** Whether a detection is of who cheated, about when they did: the half-turn begins with a look straight up. */
function isOf(
  { tick, player }: Detection,
  { accountId, fromTick, toTick }: { accountId: number; fromTick: number; toTick: number },
): boolean {
  return player === FIRST_ACCOUNT + BigInt(accountId) && tick >= fromTick - 2 && tick <= toTick + 2;
}
