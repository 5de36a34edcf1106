import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServerExchange } from './server-exchange.ts';

const RUNS = 4_000;
/** What one hostile server may make us hold: the caps of `FragmentAssembler`, and a datagram on top. */
const MAX_HELD_BYTES = 2 * 1024 * 1024;

const header = fc.constantFrom([0xff, 0xff, 0xff, 0xff], [0xfe, 0xff, 0xff, 0xff]);
const type = fc.constantFrom(0x41, 0x44, 0x45, 0x49, 0x6c, 0x6d, 0x00, 0xff);
const bytes = fc.uint8Array({ maxLength: 80 });

const reply = fc.tuple(header, type, bytes).map(([start, kind, rest]) => [...start, kind, ...rest]);
const fragment = fc
  .record({
    id: fc.integer({ min: 0, max: 2 }),
    isCompressed: fc.boolean(),
    total: fc.nat(4),
    number: fc.nat(4),
    bytes,
  })
  .map(({ id, isCompressed, total, number, bytes: rest }) => {
    const start = [0xfe, 0xff, 0xff, 0xff, id, 0, 0, isCompressed ? 0x80 : 0, total, number, 0xe0, 0x04];
    return [...start, ...(number === 0 ? [0xff, 0xff, 0xff, 0xff, 0x45] : []), ...rest];
  });
const datagram = fc.oneof(
  reply,
  fragment,
  fc.uint8Array({ maxLength: 40 }).map((all) => [...all]),
);

describe('ServerExchange, whatever a server sends', () => {
  it('throws nothing, answers each part once, and holds little', () => {
    fc.assert(
      fc.property(fc.array(datagram, { maxLength: 30 }), (datagrams) => {
        let finished = 0;
        let heldBytes = 0;
        let sends = 0;
        const exchange = new ServerExchange(
          { host: '192.0.2.1', port: 27015 },
          ['info', 'players', 'rules'],
          {
            send: (leg) => {
              leg.sends += 1;
              sends += 1;
              leg.exchange.encode(leg);
            },
            answered: () => {},
            finished: () => {
              finished += 1;
            },
            holdFragments: (holder, delta) => {
              heldBytes += delta;
              if (heldBytes > MAX_HELD_BYTES) holder.refuseFragments();
            },
          },
        );
        exchange.begin();
        for (const each of datagrams) {
          exchange.receive(Uint8Array.from(each), 0);
          expect(heldBytes).toBeLessThanOrEqual(MAX_HELD_BYTES);
          expect(heldBytes).toBeGreaterThanOrEqual(0);
        }
        // Each part is asked for at most once, and once more for each challenge up to the limit.
        expect(sends).toBeLessThanOrEqual(12);
        expect(finished).toBe(exchange.isFinished ? 1 : 0);
        if (exchange.isFinished) {
          expect(Object.keys(exchange.parts).sort()).toEqual(['info', 'players', 'rules']);
          expect(heldBytes).toBe(0);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
