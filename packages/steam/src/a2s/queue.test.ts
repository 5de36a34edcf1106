import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Queue } from './queue.ts';

describe('Queue', () => {
  it('gives back what came first, as a list would', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 2_000 }), { maxLength: 20 }), (steps) => {
        const queue = new Queue<number>();
        const list: number[] = [];
        for (const [step, count] of steps.entries()) {
          for (let index = 0; index < count; index += 1) {
            queue.push(step * 10_000 + index);
            list.push(step * 10_000 + index);
          }
          const given: unknown[] = [];
          const expected: unknown[] = [];
          for (let index = 0; index < list.length / 2 + 1; index += 1) {
            given.push(queue.first, queue.shift(), queue.length);
            expected.push(list[0], list.shift(), list.length);
          }
          expect(given).toEqual(expected);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('holds nothing that has left, though it is never empty', async () => {
    const queue = new Queue<{ readonly id: number }>();
    const left: WeakRef<object>[] = [];
    for (let id = 0; id < 5_000; id += 1) {
      queue.push({ id });
      if (id < 10) continue;
      const item = queue.shift();
      if (item) left.push(new WeakRef(item));
    }
    await turn(); // until then, a WeakRef keeps what it was made of
    collectGarbage();
    expect(left.filter((item) => item.deref() !== undefined).length).toBeLessThan(10);
    expect(queue.length).toBe(10);
  });
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}
