import { SEND_FLAGS } from '../data-tables/send-flags.ts';
import type { SendProperty } from '../data-tables/send-table.ts';

/** How one number of a property is written (docs/demo-format.md, "Property values"). */
export const NUMBER_KINDS = {
  unsigned: 0,
  signed: 1,
  unsignedVarint: 2,
  signedVarint: 3,
  coord: 4,
  coordMp: 5,
  coordMpLowPrecision: 6,
  coordMpIntegral: 7,
  float32: 8,
  normal: 9,
  scaled: 10,
} as const;

export type NumberKind = (typeof NUMBER_KINDS)[keyof typeof NUMBER_KINDS];

/** How the numbers of a property are written; its flags are tested in this order. */
export function numberKindOf({ type, flags }: SendProperty): NumberKind {
  const has = (flag: number): boolean => (flags & flag) !== 0;
  if (type === 'int') {
    const isUnsigned = has(SEND_FLAGS.unsigned);
    if (has(SEND_FLAGS.varint)) return isUnsigned ? NUMBER_KINDS.unsignedVarint : NUMBER_KINDS.signedVarint;
    return isUnsigned ? NUMBER_KINDS.unsigned : NUMBER_KINDS.signed;
  }
  if (has(SEND_FLAGS.coord)) return NUMBER_KINDS.coord;
  if (has(SEND_FLAGS.coordMp)) return NUMBER_KINDS.coordMp;
  if (has(SEND_FLAGS.coordMpLowPrecision)) return NUMBER_KINDS.coordMpLowPrecision;
  if (has(SEND_FLAGS.coordMpIntegral)) return NUMBER_KINDS.coordMpIntegral;
  if (has(SEND_FLAGS.noScale)) return NUMBER_KINDS.float32;
  return has(SEND_FLAGS.normal) ? NUMBER_KINDS.normal : NUMBER_KINDS.scaled;
}
