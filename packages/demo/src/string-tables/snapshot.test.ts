import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text } from '../../test/any-message.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { decodeSnapshot, encodeSnapshot, type StringTableSnapshot } from './snapshot.ts';

const entry = fc.record({ text, userData: fc.option(fc.uint8Array(), { nil: undefined }) });
const table: fc.Arbitrary<StringTableSnapshot> = fc.record({
  name: text,
  entries: fc.array(entry),
  clientEntries: fc.option(fc.array(entry), { nil: undefined }),
});

const two: StringTableSnapshot[] = [
  {
    name: 'userinfo',
    entries: [
      { text: '0', userData: Uint8Array.of(1, 2) },
      { text: '1', userData: undefined },
    ],
    clientEntries: undefined,
  },
  { name: 'Particles', entries: [], clientEntries: [{ text: 'mine', userData: new Uint8Array() }] },
];

function encode(tables: readonly StringTableSnapshot[]): BitWriter {
  const writer = new BitWriter();
  encodeSnapshot(writer, tables);
  return writer;
}

function decode(reader: BitReader, isWanted: (name: string) => boolean = () => true): StringTableSnapshot[] {
  const taken: StringTableSnapshot[] = [];
  decodeSnapshot(reader, { isWanted, isSatisfied: false, take: (each) => taken.push(each) });
  return taken;
}

describe('a snapshot of the string tables', () => {
  it('reads back as it was written, to the exact bit', () => {
    fc.assert(
      fc.property(fc.array(table, { maxLength: 5 }), (tables) => {
        const writer = encode(tables);
        const reader = new BitReader(writer.toBytes());
        expect(decode(reader)).toEqual(tables);
        expect(reader.positionBits).toBe(writer.positionBits);
      }),
      { numRuns: 50 },
    );
  });

  it('passes over the tables nobody wants, to the exact bit', () => {
    const writer = encode([...two, ...two]);
    const reader = new BitReader(writer.toBytes());
    expect(decode(reader, (name) => name === 'Particles')).toEqual([two[1], two[1]]);
    expect(reader.positionBits).toBe(writer.positionBits);
  });

  it('breaks off with a DemoFormatError wherever the bytes end, after the tables that were whole', () => {
    const bytes = encode(two).toBytes();
    for (let length = 0; length < bytes.length; length++) {
      const taken: string[] = [];
      const target = {
        isWanted: () => true,
        isSatisfied: false,
        take: ({ name }: StringTableSnapshot) => taken.push(name),
      };
      const cut = bytes.subarray(0, length);
      expect(() => decodeSnapshot(new BitReader(cut), target)).toThrow(DemoFormatError);
      expect(() => decode(new BitReader(cut), () => false)).toThrow(DemoFormatError);
      // The first table is 1 + 9 bytes of head and name, 2 of count, 2 + 4 and 2 of entries, less than 1 of bits.
      expect(taken).toEqual(length < 21 ? [] : ['userinfo']);
    }
  });

  it('never throws anything but a DemoFormatError on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, isWanted) => {
        try {
          decode(new BitReader(bytes), () => isWanted);
        } catch (error) {
          expect(error).toBeInstanceOf(DemoFormatError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is not written where it would not read back', () => {
    const [first] = two;
    expect(() =>
      encode(Array.from({ length: 256 }, () => two[1] ?? two[0]).flatMap((each) => each ?? [])),
    ).toThrow('at most 255 tables in a snapshot, not 256');
    const large = { text: '', userData: new Uint8Array(65_536) };
    expect(() => encode([{ name: 'a', entries: [large], clientEntries: undefined }])).toThrow(
      'at most 65535 bytes of user data',
    );
    expect(() => encode([{ name: 'a\0', entries: first?.entries ?? [], clientEntries: undefined }])).toThrow(
      RangeError,
    );
  });
});
