import { BitReader, BitWriter } from '@demobase/demo';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitPacker } from './bit-packer.ts';

const field = fc
  .tuple(fc.integer({ min: 1, max: 32 }), fc.nat({ max: 0xffffffff }))
  .map(([bits, value]) => ({ bits, value: bits === 32 ? value : value % 2 ** bits }));
const fields = fc.array(field, { maxLength: 120 });

function bytesOf(packer: BitPacker): Uint8Array {
  const bytes = new Uint8Array(packer.sizeBytes);
  packer.copyTo(bytes, 0);
  return bytes;
}

describe('BitPacker', () => {
  it('writes what BitWriter writes, field by field and one behind another', () => {
    fc.assert(
      fc.property(
        fields,
        fields,
        fc.uint8Array({ maxLength: 30 }),
        fc.nat(0xffffffff),
        (first, second, bytes, number) => {
          const packer = new BitPacker(4096);
          const other = new BitPacker(4096);
          const writer = new BitWriter();
          for (const { value, bits } of first) packer.write(value, bits);
          for (const { value, bits } of second) other.write(value, bits);
          packer.append(other);
          packer.writeVarint(number);
          packer.writeUbitVar(number);
          packer.writeBits(bytes, bytes.length * 8);
          for (const { value, bits } of [...first, ...second]) writer.writeUint(value, bits);
          writer.writeVarint(number);
          writer.writeUbitVar(number);
          writer.writeBytes(bytes);
          expect(bytesOf(packer)).toEqual(writer.toBytes());
          expect(packer.positionBits).toBe(writer.positionBits);
        },
      ),
    );
  });

  it('begins anew when it is cleared', () => {
    const packer = new BitPacker(64);
    packer.write(0xffffffff, 32);
    packer.write(5, 3);
    packer.clear();
    packer.write(2, 2);
    expect([...bytesOf(packer)]).toEqual([2]);
    expect(new BitReader(bytesOf(packer)).readUint(2)).toBe(2);
  });
});
