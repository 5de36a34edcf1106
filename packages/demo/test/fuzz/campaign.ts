import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeededRandom } from './seeded-random.ts';

/** Inputs are counted, not timed. CI reads all of them; on the way there, one in twenty. */
export const SHARE_READ = process.env.CI === undefined ? 1 / 20 : 1;
const SEED = Number(process.env.FUZZ_SEED ?? 1);
const GENERATOR_STEP = 0x9e37_79b1;

/** A source of inputs that are the same in every run of the same seed. */
export class Campaign {
  readonly #name: string;
  #inputs = 0;

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * Goes on to the next input.
   * @param read makes it with the random numbers it is given, and reads it
   * @param demoOf what was read, for a file that shows the failure again
   */
  next(read: (random: SeededRandom) => void, demoOf: () => Uint8Array): void {
    const number = this.#inputs++;
    try {
      read(new SeededRandom(Math.imul(number + 1, GENERATOR_STEP) ^ SEED));
    } catch (cause) {
      const file = join(tmpdir(), `demobase-fuzz-${this.#name}-${SEED}-${number}.dem`);
      writeFileSync(file, demoOf());
      throw new Error(`Seed ${SEED}, input ${number} of ${this.#name}, kept in ${file}: ${cause}`, { cause });
    }
  }
}

/** Cuts bytes into pieces now and then, since no reading may depend on it. */
export function inPieces(bytes: Uint8Array, random: SeededRandom): Uint8Array[] {
  if (random.below(3) > 0) return [bytes];
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 1 + random.below(2000);
    pieces.push(bytes.slice(at, end));
    at = end;
  }
  return pieces;
}
