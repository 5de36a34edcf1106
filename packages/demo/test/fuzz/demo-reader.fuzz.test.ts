import { describe, expect, it } from 'vitest';
import { encodeCommand } from '../../src/commands/encode-command.ts';
import { header, packet } from '../small-demo.ts';
import { Campaign, inPieces, SHARE_READ } from './campaign.ts';
import { mutateDemo } from './mutate-demo.ts';
import { join, mutatePayload } from './mutate-payload.ts';
import { ReaderOfEverything } from './read-everything.ts';
import { richCommands } from './rich-demo.ts';
import type { SeededRandom } from './seeded-random.ts';

const NOISE = 20_000 * SHARE_READ;
const MUTATED_DEMOS = 10_000 * SHARE_READ;
const MUTATED_PACKETS = 70_000 * SHARE_READ;
const PACKETS_OF_A_READER = 100;
const PATIENCE_MS = 900_000;

const HEADER = header();
const commands = richCommands();
const payloads = commands.flatMap((command) => ('payload' in command ? [command.payload] : []));
const packets = commands.flatMap((command) => (command.type === 'packet' ? [command.payload] : []));

describe('the reader, with everything attached', () => {
  it('reads a demo of everything there is without a problem', () => {
    const everything = new ReaderOfEverything();
    const { error } = everything.read([join(HEADER, ...commands.map(encodeCommand))]);
    expect(error).toBeUndefined();
    expect(everything.reader.problems).toEqual([]);
    expect(everything.told).toBeGreaterThan(250);
    expect(everything.detections).toBeGreaterThan(0);
  });

  it(
    'takes noise behind a header for damage, and nothing else',
    () => {
      const campaign = new Campaign('noise');
      let errors = 0;
      for (let input = 0; input < NOISE; input++) {
        let demo = HEADER;
        campaign.next(
          (random) => {
            demo = join(HEADER, noise(random));
            if (new ReaderOfEverything().read(inPieces(demo, random)).error !== undefined) errors++;
          },
          () => demo,
        );
      }
      expect(errors).toBeGreaterThan(NOISE / 5);
    },
    PATIENCE_MS,
  );

  it(
    'reads what it can of mutated demos',
    () => {
      const campaign = new Campaign('demos');
      const outcomes = { errors: 0, problems: 0, fine: 0 };
      for (let input = 0; input < MUTATED_DEMOS; input++) {
        let demo = HEADER;
        campaign.next(
          (random) => {
            demo = mutateDemo(HEADER, commands, random);
            const everything = new ReaderOfEverything();
            const { error } = everything.read(inPieces(demo, random));
            if (error !== undefined) outcomes.errors++;
            else if (everything.reader.problemCount > 0) outcomes.problems++;
            else outcomes.fine++;
          },
          () => demo,
        );
      }
      // The inputs are neither all fine nor all rubbish.
      expect(Math.min(outcomes.errors, outcomes.problems, outcomes.fine)).toBeGreaterThan(MUTATED_DEMOS / 50);
    },
    PATIENCE_MS,
  );

  it(
    'reads what it can of mutated packets, many behind one another',
    () => {
      const campaign = new Campaign('packets');
      let problems = 0;
      let pieces: Uint8Array[] = [];
      let everything = new ReaderOfEverything();
      for (let input = 0; input < MUTATED_PACKETS; input++) {
        if (input % PACKETS_OF_A_READER === 0) {
          everything = new ReaderOfEverything();
          pieces = [HEADER, ...commands.filter(({ type }) => type !== 'stop').map(encodeCommand)];
          for (const piece of pieces) everything.push(piece);
        }
        campaign.next(
          (random) => {
            const payload = mutatePayload(oneOf(packets, random), oneOf(payloads, random), random);
            const piece = encodeCommand(packet('packet', input, payload));
            pieces.push(piece);
            const problemsBefore = everything.reader.problemCount;
            everything.push(piece);
            if (everything.reader.problemCount > problemsBefore) problems++;
            if (input % PACKETS_OF_A_READER === PACKETS_OF_A_READER - 1) everything.read([]);
          },
          () => join(...pieces),
        );
      }
      expect(problems).toBeGreaterThan(MUTATED_PACKETS / 5);
      expect(problems).toBeLessThan(MUTATED_PACKETS);
    },
    PATIENCE_MS,
  );
});

/** Bytes that may be anything, or commands with anything in them. */
function noise(random: SeededRandom): Uint8Array {
  if (random.below(4) === 0) return random.bytes(random.below(2000));
  const types = ['signon', 'packet'] as const;
  return join(
    ...Array.from({ length: 1 + random.below(8) }, () => {
      const payload = random.bytes(random.below(300));
      if (random.below(3) > 0) return encodeCommand(packet(random.pick(types), random.below(9), payload));
      return Uint8Array.of(random.below(10), 0, 0, 0, 0, payload.length & 0xff, 0, 0, 0, ...payload);
    }),
  );
}

function oneOf(choices: readonly Uint8Array[], random: SeededRandom): Uint8Array {
  return choices[random.below(choices.length)] ?? new Uint8Array();
}
