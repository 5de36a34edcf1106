import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ByteClient } from './byte-client.ts';
import { recordingDemo, someLateBytes, withLateBytes } from './demos.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';

const KiB = 1024;

const server = useServer();

it('keeps the bytes and late bytes of two players apart, in whatever order the two act', async () => {
  const players = [await server.createPlayer(), await server.createPlayer()] as const;
  const turns = fc.array(fc.constantFrom('first', 'second', 'both'), { minLength: 14, maxLength: 14 });
  const lateAt = fc.nat({ max: 6 });
  let seed = 0;
  await fc.assert(
    fc.asyncProperty(turns, lateAt, lateAt, async (order, firstLateAt, secondLateAt) => {
      seed += 2;
      const first = new Match(players[0], { seed, lateAt: firstLateAt });
      const second = new Match(players[1], { seed: seed + 1, lateAt: secondLateAt });
      for (const turn of order) {
        await Promise.all([turn !== 'second' && first.takeStep(), turn !== 'first' && second.takeStep()]);
      }
      await Promise.all([first.finish(), second.finish()]);
      for (const match of [first, second]) {
        expect((await match.receiveDemo()).equals(match.expectedDemo)).toBe(true);
      }
    }),
    { numRuns: 20, seed: 4242 },
  );
});

/** A match of one player, step by step; its late bytes are handed in after `lateAt` of its other steps but one. */
class Match {
  readonly expectedDemo: Buffer;
  readonly #player: Player;
  readonly #steps: (() => Promise<void>)[];
  #sessionId = '';
  #client: ByteClient | undefined;

  constructor(player: Player, options: { readonly seed: number; readonly lateAt: number }) {
    const demo = recordingDemo(20 * KiB + options.seed, options.seed);
    const lateBytes = someLateBytes(options.seed);
    const quarter = Math.ceil(demo.length / 4);
    this.#player = player;
    this.expectedDemo = withLateBytes(demo, lateBytes);
    this.#steps = [
      async () => {
        this.#sessionId = await player.openSession();
      },
      async () => {
        this.#client = await player.connect(this.#sessionId);
      },
      ...[0, 1, 2, 3].map((part) => async () => {
        await this.#client?.send(demo.subarray(part * quarter, (part + 1) * quarter));
      }),
      async () => {
        this.#client?.destroy();
        expect(await player.closeSession()).toMatchObject({ status: 200 });
      },
    ];
    this.#steps.splice(1 + options.lateAt, 0, async () => {
      expect(await player.postLateBytes(lateBytes.toString('hex'))).toMatchObject({ status: 201 });
    });
  }

  async takeStep(): Promise<void> {
    await this.#steps.shift()?.();
  }

  async finish(): Promise<void> {
    while (this.#steps.length > 0) await this.takeStep();
  }

  receiveDemo(): Promise<Buffer> {
    return this.#player.receiveDemo(this.#sessionId);
  }
}
