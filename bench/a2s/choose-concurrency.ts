import type { Fleet } from './fleet.ts';
import type { Order, Program } from './programs.ts';
import { runProgram } from './run-program.ts';
import { lastRateOf } from './summarise.ts';

/** Something else on the machine may slow one run down, and nothing makes it faster than it is. */
const TRIES = 2;

/** Runs a program with each of its concurrencies and takes the one with the most right answers a second at its best. */
export async function chooseConcurrency(
  program: Program,
  { fleet, order }: { readonly fleet: Fleet; readonly order: Omit<Order, 'concurrency'> },
): Promise<number> {
  let best = { concurrency: 1, rate: 0 };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    for (const concurrency of program.concurrencies) {
      const rate = lastRateOf(await runProgram(program, { fleet, order: { ...order, concurrency } }));
      console.error(`${program.name}, ${concurrency} at a time: ${rate.toFixed(0)} servers/s`);
      if (rate > best.rate) best = { concurrency, rate };
    }
  }
  return best.concurrency;
}
