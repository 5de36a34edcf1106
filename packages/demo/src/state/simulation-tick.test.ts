import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulationTickOf } from './simulation-tick.ts';

/** What the game sends of a simulation tick. */
function sent(simulationTick: number, entityIndex: number, serverTick: number): number {
  const base = 100 * Math.floor((serverTick - (entityIndex % 32)) / 100);
  return (simulationTick - base) & 0xff;
}

test('finds the tick an entity was simulated up to, if it is not long ago', () => {
  expect(simulationTickOf(78, 1, 4974)).toBe(4978);
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 10_000_000 }),
      fc.integer({ min: 1, max: 101 }),
      fc.integer({ min: -120, max: 120 }),
      (serverTick, entityIndex, behind) => {
        const simulationTick = serverTick - behind;
        const value = sent(simulationTick, entityIndex, serverTick);
        expect(simulationTickOf(value, entityIndex, serverTick)).toBe(simulationTick);
      },
    ),
  );
});
