import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { text } from '../../test/any-message.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { byteTextOf, entryTextOf } from './byte-text.ts';
import { encodeStringTableEntries, type StringTableUpdate } from './encode-string-table-entries.ts';
import { decodeStringTableEntries, indexBitsOf, type StringTableLayout } from './string-table-entries.ts';

const BY_NAME: StringTableLayout = { maxEntries: 64, fixedUserData: undefined };

/** What was sent, and what the table calls each entry. */
function decode(reader: BitReader, layout: StringTableLayout, count: number, existing: string[] = []) {
  const texts = [...existing];
  const sent: StringTableUpdate[] = [];
  decodeStringTableEntries(reader, layout, count, {
    put(index, byteText, userData) {
      sent.push({ index, ...(byteText === undefined ? {} : entryTextOf(byteText)), userData });
      texts[index] ??= byteText ?? '';
      return entryTextOf(texts[index] ?? '');
    },
  });
  return { sent, texts };
}

function encode(layout: StringTableLayout, updates: StringTableUpdate[], existing: string[] = []): BitWriter {
  const writer = new BitWriter();
  encodeStringTableEntries(
    writer,
    layout,
    updates,
    existing.map((each) => ({ text: each })),
  );
  return writer;
}

const entryText = fc
  .tuple(fc.constantFrom('', 'models/player/', 'weapons/', 'füße/'), text)
  .map(([folder, name]) => folder + name);
const layoutWithUpdates = fc
  .record({ maxEntries: fc.integer({ min: 1, max: 2000 }), fixedBits: fc.option(fc.nat(15)) })
  .chain(({ maxEntries, fixedBits }) => {
    const fixedUserData = fixedBits === null ? undefined : { bytes: 2, bits: fixedBits };
    const layout: StringTableLayout = { maxEntries, fixedUserData };
    const size =
      fixedBits === null ? {} : { minLength: (fixedBits + 7) >> 3, maxLength: (fixedBits + 7) >> 3 };
    const userData = fc.uint8Array(size).map((bytes) => {
      const last = bytes.length - 1;
      if (fixedBits !== null && (fixedBits & 7) !== 0)
        bytes[last] = (bytes[last] ?? 0) >> (8 - (fixedBits & 7));
      return bytes;
    });
    const update = fc
      .record({
        index: fc.nat(2 ** indexBitsOf(layout) - 1),
        text: fc.option(entryText, { nil: undefined }),
        userData: fc.option(userData, { nil: undefined }),
      })
      .map((each): StringTableUpdate => {
        const { index, userData: data } = each;
        return each.text === undefined
          ? { index, userData: data }
          : { index, text: each.text, userData: data };
      });
    return fc.tuple(fc.constant(layout), fc.array(update, { maxLength: 60 }));
  });

describe('the entries of a string table', () => {
  it('read back as they were written, to the exact bit, whatever they repeat of one another', () => {
    fc.assert(
      fc.property(layoutWithUpdates, fc.array(entryText, { maxLength: 20 }), ([layout, updates], names) => {
        const existing = names.map((name) => byteTextOf({ text: name }));
        const writer = encode(layout, updates, names);
        const reader = new BitReader(writer.toBytes());
        expect(decode(reader, layout, updates.length, existing).sent).toEqual(updates);
        expect(reader.positionBits).toBe(writer.positionBits);
      }),
      { numRuns: 60 },
    );
  });

  it('repeat the text the table has had all along when an update brings only user data', () => {
    const updates = [
      { index: 3, userData: Uint8Array.of(1) },
      { index: 9, text: 'models/player/scout.mdl' },
    ];
    const existing = ['', '', '', 'models/player/sniper.mdl'];
    const writer = encode(BY_NAME, updates, existing);
    const { texts } = decode(new BitReader(writer.toBytes()), BY_NAME, 2, existing);
    expect(texts[9]).toBe('models/player/scout.mdl');
    // Two indices of 1 + 6 bits and four flags, one byte of data, then 's' aside only the tail and its NUL.
    const tail = 'cout.mdl\0';
    expect(writer.positionBits).toBe(2 * 7 + 4 + (14 + 8) + 1 + (5 + 5) + tail.length * 8);
  });

  it('keep the text of an entry that exists, and repeat that, when an update brings another', () => {
    const updates = [
      { index: 0, text: 'ignored' },
      { index: 1, text: 'original 2' },
    ];
    const writer = encode(BY_NAME, updates, ['original']);
    expect(decode(new BitReader(writer.toBytes()), BY_NAME, 2, ['original']).texts).toEqual([
      'original',
      'original 2',
    ]);
  });

  it('repeat only from the last 32, and cut characters where the game does', () => {
    const far = [{ index: 0, text: 'very far away' }];
    for (let index = 1; index <= 33; index++) far.push({ index, text: String.fromCharCode(64 + index) });
    far.push({ index: 34, text: 'very far away' }, { index: 35, text: 'é' }, { index: 36, text: 'éèê' });
    far.push({ index: 37, text: 'éèë' });
    const { texts } = decode(new BitReader(encode(BY_NAME, far).toBytes()), BY_NAME, far.length);
    expect(texts.map((each) => entryTextOf(each).text)).toEqual(far.map((each) => each.text));
  });

  it('keep bytes that are no UTF-8 beside the text that cannot show them', () => {
    const textBytes = Uint8Array.of(0x41, 0xff);
    const writer = encode(BY_NAME, [{ index: 0, textBytes }]);
    expect(decode(new BitReader(writer.toBytes()), BY_NAME, 1).sent).toEqual([
      { index: 0, text: 'A\uFFFD', textBytes, userData: undefined },
    ]);
  });

  it('are refused when an index lies outside the table', () => {
    const layout = { maxEntries: 5, fixedUserData: undefined };
    const writer = new BitWriter();
    encodeStringTableEntries(writer, { ...layout, maxEntries: 7 }, [
      { index: 3 },
      { index: 4 },
      { index: 5 },
    ]);
    const reader = new BitReader(writer.toBytes());
    expect(() => decode(reader, layout, 3)).toThrow('entry 5 of a string table for 5');
    expect(() => decode(new BitReader(Uint8Array.of(1)), { ...layout, maxEntries: 0 }, 1)).toThrow(
      DemoFormatError,
    );
  });

  it('are refused when they repeat text that was never there', () => {
    for (const position of [0, 1, 31]) {
      const writer = new BitWriter();
      writer.writeUint(0b111, 3);
      writer.writeUint(position, 5);
      writer.writeUint(4, 5);
      writer.writeString('x');
      expect(() => decode(new BitReader(writer.toBytes()), BY_NAME, 1)).toThrow(
        `repeats text number ${position} of the 0 before it`,
      );
    }
  });

  it('break off with a DemoFormatError wherever the bits end, after what was whole', () => {
    const updates: StringTableUpdate[] = [
      { index: 0, text: 'models/a.mdl', userData: Uint8Array.of(1, 2, 3) },
      { index: 1, text: 'models/b.mdl', userData: undefined },
      { index: 40, text: 'c', userData: new Uint8Array(20) },
    ];
    const bytes = encode(BY_NAME, updates).toBytes();
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decode(new BitReader(bytes.subarray(0, length)), BY_NAME, 3)).toThrow(DemoFormatError);
    }
    const kept: number[] = [];
    const cut = new BitReader(bytes.subarray(0, bytes.length - 1));
    const put = (index: number) => ({ text: String(kept.push(index)) });
    expect(() => decodeStringTableEntries(cut, BY_NAME, 3, { put })).toThrow(DemoFormatError);
    expect(kept).toEqual([0, 1]);
  });

  it('never throw anything but a DemoFormatError on any bytes', () => {
    const layout = fc.record({
      maxEntries: fc.nat(65_535),
      fixedUserData: fc.option(fc.record({ bytes: fc.nat(4095), bits: fc.nat(15) }), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), layout, fc.nat(131_071), (bytes, anyLayout, count) => {
        try {
          decode(new BitReader(bytes), anyLayout, count);
        } catch (error) {
          expect(error).toBeInstanceOf(DemoFormatError);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are not written where they would not read back', () => {
    expect(() => encode(BY_NAME, [{ index: 64 }])).toThrow('has no entry 64');
    expect(() => encode(BY_NAME, [{ index: -1 }])).toThrow(RangeError);
    expect(() => encode({ ...BY_NAME, maxEntries: 7 }, [{ index: 5 }])).toThrow('can only follow entry 4');
    expect(() => encode(BY_NAME, [{ index: 0, text: 'a\0b' }])).toThrow('cannot hold a NUL');
    const long = { index: 0, userData: new Uint8Array(16_384) };
    expect(() => encode(BY_NAME, [long])).toThrow('at most 16383 bytes of user data, not 16384');
    const twoBits = { maxEntries: 4, fixedUserData: { bytes: 1, bits: 2 } };
    expect(() => encode(twoBits, [{ index: 0, userData: Uint8Array.of(4) }])).toThrow('is 2 bits');
    expect(() => encode(twoBits, [{ index: 0, userData: Uint8Array.of(3, 0) }])).toThrow(RangeError);
    expect(() => encode(twoBits, [{ index: 0, userData: new Uint8Array() }])).toThrow(RangeError);
  });
});
