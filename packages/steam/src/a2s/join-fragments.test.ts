import { readFileSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { splitReply } from '../../test/support/a2s/split-reply.ts';
import { join, u32 } from '../../test/support/a2s/wire.ts';
import { FragmentAssembler, type FragmentOutcome } from './fragment-assembler.ts';

const HINTS = {
  source: { protocol: 17, appId: 440 },
  'source-2006': { protocol: 7, appId: 240 },
};

describe('FragmentAssembler, for compressed replies', () => {
  const rules = Buffer.from('the quick brown fox jumps over the lazy dog\n');
  const compressed = stream('sentence');
  const reply = join(u32(rules.length), u32(crc32(rules)), compressed);
  const decompressed = { outcome: 'complete', payload: rules };

  /** A stream of fixtures/bzip2. */
  function stream(name: string): Buffer {
    return readFileSync(new URL(`../../test/fixtures/bzip2/${name}.bz2`, import.meta.url));
  }

  /** What comes of a reply in two fragments that is marked as compressed. */
  function accept(
    bytes: Uint8Array,
    assembler = new FragmentAssembler(),
    id = 1,
  ): FragmentOutcome | undefined {
    const datagrams = splitReply(bytes, { layout: 'source', id: 0x8000_0000 + id, total: 2 });
    return datagrams.map((datagram) => assembler.accept(datagram, HINTS.source)).at(-1);
  }

  it.each(['source', 'source-2006'] as const)(
    'decompresses a reply of %s as a whole, told or not',
    (layout) => {
      const datagrams = splitReply(reply, { layout, id: 0x8000_0001, total: 3 }).toReversed();
      for (const hint of [undefined, HINTS[layout]]) {
        const assembler = new FragmentAssembler();
        const outcomes = datagrams.map((datagram) => assembler.accept(datagram, hint));
        expect(outcomes).toEqual([{ outcome: 'incomplete' }, { outcome: 'incomplete' }, decompressed]);
      }
    },
  );

  it.each([
    ['whose size is one too many', join(u32(rules.length + 1), reply.subarray(4)), 'is shorter than it says'],
    ['whose size is one too few', join(u32(rules.length - 1), reply.subarray(4)), 'more than is allowed'],
    ['whose CRC-32 is wrong', join(u32(rules.length), u32(0), compressed), 'CRC-32'],
    ['that is cut', reply.subarray(0, -20), 'ends early'],
    ['that is nothing of the kind', join(reply.subarray(0, 8), rules), 'not a bzip2 stream'],
    ['that says it is above 1 MiB', join(u32(1024 * 1024 + 1), reply.subarray(4)), 'is too large'],
    ['that ends inside its header', reply.subarray(0, 7), 'ends inside its header'],
    ['that stands for 100 MB', join(u32(1000), u32(0), stream('bomb')), 'more than is allowed'],
  ])('drops a reply %s', (_, bytes, reason) => {
    expect(accept(bytes)).toEqual({ outcome: 'dropped', reason: expect.stringContaining(reason) });
  });

  it('decompresses no more than 4 MiB in its life, whatever asks for it', () => {
    const assembler = new FragmentAssembler();
    const bomb = join(u32(1024 * 1024), u32(0), stream('bomb'));
    for (let id = 1; id <= 4; id += 1) {
      expect(accept(bomb, assembler, id)).toMatchObject({
        reason: expect.stringContaining('more than is allowed'),
      });
    }
    expect(accept(reply, assembler, 5)).toEqual({
      outcome: 'dropped',
      reason: 'too much came compressed',
    });
  });
});
