import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeRules } from '../../test/support/a2s/encode-replies.ts';
import { fragment, type Layout, splitReply, whole } from '../../test/support/a2s/split-reply.ts';
import { hex, join } from '../../test/support/a2s/wire.ts';
import { FragmentAssembler, type FragmentOutcome } from './fragment-assembler.ts';
import type { FragmentHint } from './fragment-layout.ts';

const LAYOUTS: readonly Layout[] = ['goldsrc', 'source', 'source-2006'];
const HINTS: Record<Layout, FragmentHint> = {
  goldsrc: { protocol: 48, appId: 10 },
  source: { protocol: 17, appId: 440 },
  'source-2006': { protocol: 7, appId: 240 },
};

const payload = encodeRules(
  Array.from({ length: 40 }, (_, n) => ({ name: `sv_rule_${n}`, value: `${n * 7}` })),
);
const another = encodeRules([{ name: 'mp_timelimit', value: '45'.repeat(20) }]);

/** What comes of these datagrams, one after another. */
function acceptAll(
  datagrams: readonly Uint8Array[],
  hint?: FragmentHint,
  assembler = new FragmentAssembler(),
): FragmentOutcome[] {
  return datagrams.map((datagram) => assembler.accept(datagram, hint));
}

const incomplete = { outcome: 'incomplete' };
const complete = { outcome: 'complete', payload };

describe('FragmentAssembler', () => {
  it.each(LAYOUTS)('puts a reply together from fragments 2, 0, 1 in the layout of %s', (layout) => {
    const [zero, one, two] = splitReply(whole(payload), { layout, id: 7, total: 3 });
    if (!zero || !one || !two) throw new Error('three fragments');
    expect(acceptAll([two, zero, one])).toEqual([incomplete, incomplete, complete]);
    expect(acceptAll([two, zero, one], HINTS[layout])).toEqual([incomplete, incomplete, complete]);
  });

  it('puts a reply together in any layout, from any number of fragments, in any order', () => {
    const cases = fc
      .record({
        layout: fc.constantFrom(...LAYOUTS),
        bytes: fc.uint8Array({ minLength: 10, maxLength: 300 }),
        id: fc.nat(0xffff_ffff),
        total: fc.integer({ min: 1, max: 15 }),
        hasHint: fc.boolean(),
      })
      .chain((reply) =>
        fc.record({
          reply: fc.constant(reply),
          order: fc.shuffledSubarray(
            Array.from({ length: reply.total }, (_, number) => number),
            { minLength: reply.total },
          ),
        }),
      );
    fc.assert(
      fc.property(cases, ({ reply: { layout, bytes, id, total, hasHint }, order }) => {
        const rules = join(hex('45'), bytes);
        // Without a hint, how the reply begins has to be in the first fragment.
        const isTelling = Math.floor((rules.length + 4) / total) >= 5;
        const datagrams = splitReply(whole(rules), { layout, id, total });
        const ordered = order.flatMap((number) => datagrams[number] ?? []);
        const outcomes = acceptAll(ordered, isTelling && !hasHint ? undefined : HINTS[layout]);
        expect(outcomes.pop()).toEqual({ outcome: 'complete', payload: rules });
        expect(outcomes).toEqual(outcomes.map(() => incomplete));
      }),
      { numRuns: 500 },
    );
  });

  it('takes no notice of a fragment that came before', () => {
    const [zero, one, two] = splitReply(whole(payload), { layout: 'source', id: 7, total: 3 });
    if (!zero || !one || !two) throw new Error('three fragments');
    const assembler = new FragmentAssembler();
    expect(acceptAll([one, one, zero, one], undefined, assembler)).toEqual(Array(4).fill(incomplete));
    expect(assembler.heldBytes).toBe(zero.length + one.length);
    expect(assembler.accept(two)).toEqual(complete);
  });

  it('keeps two replies apart whose fragments come in turns', () => {
    const first = splitReply(whole(payload), { layout: 'source', id: 1, total: 2 });
    const second = splitReply(whole(another), { layout: 'source', id: 2, total: 2 });
    const inTurns = [first[1], second[1], first[0], second[0]].flatMap((datagram) => datagram ?? []);
    expect(acceptAll(inTurns)).toEqual([
      incomplete,
      incomplete,
      complete,
      { outcome: 'complete', payload: another },
    ]);
  });

  it('takes bit 15 of an id for a part of the number', () => {
    for (const bytes of [whole(payload), payload]) {
      const datagrams = splitReply(bytes, { layout: 'source', id: 0x0000_8001, total: 2 });
      expect(acceptAll(datagrams)).toEqual([incomplete, complete]);
    }
  });

  it.each(LAYOUTS)('reads a reply of %s that sets bit 31 and yet is not compressed', (layout) => {
    const datagrams = splitReply(whole(payload), { layout, id: 0x8000_0001, total: 2 });
    expect(acceptAll(datagrams)).toEqual([incomplete, complete]);
    expect(acceptAll(datagrams, HINTS[layout])).toEqual([incomplete, complete]);
  });

  it.each(['source', 'source-2006'] as const)(
    'reads replies of %s without the inner FF FF FF FF',
    (layout) => {
      const datagrams = splitReply(payload, { layout, id: 7, total: 3 });
      expect(acceptAll(datagrams)).toEqual([incomplete, incomplete, complete]);
      expect(acceptAll(datagrams.toReversed(), HINTS[layout])).toEqual([incomplete, incomplete, complete]);
    },
  );

  it('is not misled by a letter that stands in the middle of a reply where others begin', () => {
    // Read as Source, the second fragment is number 0 and begins with the type of RULES.
    const parts = [whole(hex('45 0100 61')), hex('00 3030 45'), hex('3030 00')];
    const [zero, one, two] = parts.map((part, number) =>
      fragment('goldsrc', { id: 7, number, total: 3 }, part),
    );
    if (!zero || !one || !two) throw new Error('three fragments');
    expect(acceptAll([one, zero, two])).toEqual([
      incomplete,
      incomplete,
      { outcome: 'complete', payload: hex('45 0100 61 00 3030 45 3030 00') },
    ]);
  });

  it.each([215, 17550, 17700])('knows from app id %i that fragments carry no size', (appId) => {
    // A first fragment too short to tell anything by itself.
    const bytes = whole(payload);
    const datagrams = [bytes.subarray(0, 3), bytes.subarray(3)].map((part, number) =>
      fragment('source-2006', { id: 7, number, total: 2 }, part),
    );
    expect(acceptAll(datagrams, { appId, protocol: 17 })).toEqual([incomplete, complete]);
    expect(acceptAll(datagrams, { appId: 440, protocol: 17 }).at(-1)).not.toEqual(complete);
  });

  it('trusts how a reply begins more than what INFO made it expect', () => {
    const datagrams = splitReply(whole(payload), { layout: 'source-2006', id: 7, total: 3 });
    expect(acceptAll(datagrams, { protocol: 17, appId: 300 })).toEqual([incomplete, incomplete, complete]);
  });

  it.each([2, 3])(
    'gives up the older of two replies that share an id, when it was of %i fragments',
    (total) => {
      const [older] = splitReply(whole(another), { layout: 'source', id: 7, total });
      const [zero, one] = splitReply(whole(payload), { layout: 'source', id: 7, total: 2 });
      if (!older || !zero || !one) throw new Error('fragments');
      const assembler = new FragmentAssembler();
      expect(acceptAll([older, zero, one], undefined, assembler)).toEqual([
        incomplete,
        { outcome: 'dropped', reason: 'fragments with one id are not of one reply' },
        complete,
      ]);
      expect(assembler.heldBytes).toBe(0);
    },
  );

  it('never joins fragments that disagree about their total', () => {
    const of3 = splitReply(whole(payload), { layout: 'source', id: 7, total: 3 });
    const liar = fragment('source', { id: 7, number: 1, total: 2 }, payload);
    const datagrams = [of3[0], liar, of3[2]].flatMap((datagram) => datagram ?? []);
    expect(acceptAll(datagrams).map(({ outcome }) => outcome)).toEqual(['incomplete', 'dropped', 'dropped']);
  });

  it.each([
    ['has a number beyond its total', fragment('source', { id: 7, number: 2, total: 2 }, payload)],
    ['is one of none', fragment('source', { id: 7, number: 0, total: 0 }, payload)],
    ['is one of 65', fragment('source', { id: 7, number: 64, total: 65 }, payload)],
  ])('drops a fragment that %s, and keeps the others', (_, datagram) => {
    const [zero, one] = splitReply(whole(payload), { layout: 'source', id: 7, total: 2 });
    if (!zero || !one) throw new Error('two fragments');
    expect(acceptAll([zero, datagram, one], HINTS.source)).toEqual([
      incomplete,
      { outcome: 'dropped', reason: 'a fragment has a number it cannot have' },
      complete,
    ]);
  });

  it('drops a datagram that ends inside the header', () => {
    const datagram = fragment('source', { id: 7, number: 0, total: 1 }, Buffer.alloc(0));
    for (let length = 0; length < datagram.length; length += 1) {
      const [result] = acceptAll([datagram.subarray(0, length)], HINTS.source);
      expect(result).toEqual({ outcome: 'dropped', reason: 'a fragment ends inside its header' });
    }
  });

  it('drops a reply with nothing in it', () => {
    const datagram = fragment('source', { id: 7, number: 0, total: 1 }, hex('ffffffff'));
    expect(acceptAll([datagram], HINTS.source)).toEqual([
      { outcome: 'dropped', reason: 'a reply in fragments is empty' },
    ]);
  });

  it('copies what it keeps, since sockets use their buffers again', () => {
    const [zero, one] = splitReply(whole(payload), { layout: 'source', id: 7, total: 2 });
    if (!zero || !one) throw new Error('two fragments');
    const assembler = new FragmentAssembler();
    assembler.accept(zero);
    zero.fill(0);
    expect(assembler.accept(one)).toEqual(complete);
  });
});

describe('FragmentAssembler, for its limits', () => {
  it('holds 64 incomplete replies and refuses to begin another', () => {
    const assembler = new FragmentAssembler();
    const firstOf = (id: number) => fragment('source', { id, number: 0, total: 2 }, whole(payload));
    for (let id = 0; id < 64; id += 1) expect(assembler.accept(firstOf(id))).toEqual(incomplete);
    const heldBytes = assembler.heldBytes;
    expect(heldBytes).toBe(64 * firstOf(0).length);
    expect(assembler.accept(firstOf(64))).toEqual({
      outcome: 'dropped',
      reason: 'too many replies are incomplete',
    });
    expect(assembler.heldBytes).toBe(heldBytes);
  });

  it('gives up a reply that grows beyond 1 MiB', () => {
    const assembler = new FragmentAssembler();
    const outcomes = Array.from({ length: 17 }, (_, number) =>
      assembler.accept(
        fragment('source', { id: 7, number, total: 64 }, Buffer.alloc(65_000, number)),
        HINTS.source,
      ),
    );
    expect(outcomes.filter(({ outcome }) => outcome === 'dropped')).toEqual([
      { outcome: 'dropped', reason: 'a reply in fragments is too large' },
    ]);
    expect(assembler.heldBytes).toBeLessThan(66_000);
  });

  it('gives up fragments of which it cannot tell the layout when there are more than 64', () => {
    const assembler = new FragmentAssembler();
    const outcomes = Array.from({ length: 65 }, (_, number) =>
      assembler.accept(fragment('source', { id: 7, number: 1, total: 2 }, Buffer.of(number))),
    );
    expect(outcomes.at(-1)).toMatchObject({ outcome: 'dropped' });
    expect(assembler.heldBytes).toBe(0);
  });
});
