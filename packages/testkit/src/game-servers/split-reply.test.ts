import { spawnSync } from 'node:child_process';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Random } from '../demo-builder/random.ts';
import type { SplitBehaviour } from './behaviour.ts';
import { compressBzip2 } from './bzip2/compress-bzip2.ts';
import { splitReply } from './split-reply.ts';

const isBzip2Here = spawnSync('bzip2', ['--help']).error === undefined;
const reply = Buffer.from('45' + '0200' + '6100' + '6200' + '6300' + '6400', 'hex');
const whole = Buffer.concat([Buffer.from('ffffffff', 'hex'), reply]);

function split(behaviour: SplitBehaviour, id = 7): string[] {
  const datagrams = splitReply(reply, { split: behaviour, id, random: new Random(1) });
  return datagrams.map((datagram) => datagram.toString('hex'));
}

describe('a reply that is split', () => {
  it('travels whole when it fits into one fragment', () => {
    const hex = whole.toString('hex');
    expect(split({ format: 'none' })).toEqual([hex]);
    expect(split({ format: 'source', fragmentBytes: whole.length })).toEqual([hex]);
  });

  it("has total, number and the size of a fragment in today's Source", () => {
    expect(split({ format: 'source', fragmentBytes: 6 })).toEqual([
      'feffffff' + '07000000' + '03' + '00' + '0600' + 'ffffffff4502',
      'feffffff' + '07000000' + '03' + '01' + '0600' + '006100620063',
      'feffffff' + '07000000' + '03' + '02' + '0600' + '006400',
    ]);
  });

  it('has no size in the Source of 2006', () => {
    expect(split({ format: 'source-2006', fragmentBytes: 8 }, 0x8001)).toEqual([
      'feffffff' + '01800000' + '02' + '00' + 'ffffffff45020061',
      'feffffff' + '01800000' + '02' + '01' + '00620063006400',
    ]);
  });

  it('has number and total in one byte in GoldSrc', () => {
    expect(split({ format: 'goldsrc', fragmentBytes: 10 }, 0x80000005)).toEqual([
      'feffffff' + '05000080' + '02' + 'ffffffff450200610062',
      'feffffff' + '05000080' + '12' + '0063006400',
    ]);
  });

  it('may leave out the header inside', () => {
    const [first] = split({ format: 'source-2006', fragmentBytes: 8, omitsInnerHeader: true });
    expect(first).toBe('feffffff' + '07000000' + '02' + '00' + '4502006100620063');
  });

  it('is refused when the layout has no room for so many fragments', () => {
    const long = Buffer.alloc(160);
    const options = { id: 1, random: new Random(1) };
    expect(() => splitReply(long, { ...options, split: { format: 'goldsrc', fragmentBytes: 10 } })).toThrow(
      RangeError,
    );
  });

  it('is sent in the order that was asked for', () => {
    const numbers = (behaviour: Omit<Exclude<SplitBehaviour, { format: 'none' }>, 'format'>) =>
      split({ format: 'source', fragmentBytes: 3, ...behaviour }).map((hex) =>
        Number(`0x${hex.slice(18, 20)}`),
      );
    expect(numbers({})).toEqual([0, 1, 2, 3, 4]);
    expect(numbers({ order: 'reversed' })).toEqual([4, 3, 2, 1, 0]);
    expect(numbers({ order: [2, 0, 1, 1] })).toEqual([2, 0, 1, 1]);
    expect(numbers({ hasDuplicates: true })).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
    const shuffled = numbers({ order: 'shuffled' });
    expect(shuffled).not.toEqual([0, 1, 2, 3, 4]);
    expect(shuffled.toSorted()).toEqual([0, 1, 2, 3, 4]);
  });
});

describe.skipIf(!isBzip2Here)(
  'a reply that is compressed (skipped where there is no bzip2 to read it)',
  () => {
    it.each([
      { format: 'source', headerBytes: 12 },
      { format: 'source-2006', headerBytes: 10 },
    ] as const)('says its size and CRC first and is whole again after $format', ({ format, headerBytes }) => {
      const datagrams = splitReply(Buffer.alloc(5000, 'rule'), {
        split: { format, fragmentBytes: 20, isCompressed: true },
        id: 1,
        random: new Random(1),
      });
      const content = Buffer.concat([Buffer.from('ffffffff', 'hex'), Buffer.alloc(5000, 'rule')]);
      const joined = Buffer.concat(datagrams.map((datagram) => datagram.subarray(headerBytes)));
      expect(datagrams.map((datagram) => datagram.readUInt32LE(4))).toEqual(datagrams.map(() => 0x80000001));
      expect(joined.readUInt32LE(0)).toBe(content.length);
      expect(joined.readUInt32LE(4)).toBe(crc32(content));
      expect(joined.subarray(8)).toEqual(compressBzip2(content));
      expect(spawnSync('bzip2', ['-d', '-c'], { input: joined.subarray(8) }).stdout).toEqual(content);
    });
  },
);
