import { join, u8, u16, u32 } from './wire.ts';

export type Layout = 'goldsrc' | 'source' | 'source-2006';

/** One fragment: its whole datagram. */
export function fragment(
  layout: Layout,
  { id, number, total }: { id: number; number: number; total: number },
  payload: Uint8Array,
): Buffer {
  const opening = join(Buffer.of(0xfe, 0xff, 0xff, 0xff), u32(id));
  switch (layout) {
    case 'goldsrc':
      return join(opening, u8((number << 4) | total), payload);
    case 'source':
      return join(opening, u8(total), u8(number), u16(1248), payload);
    case 'source-2006':
      return join(opening, u8(total), u8(number), payload);
  }
}

/** The datagrams that carry `bytes` (with their `FF FF FF FF`, or compressed), in order. */
export function splitReply(
  bytes: Uint8Array,
  { layout, id, total }: { layout: Layout; id: number; total: number },
): Buffer[] {
  const start = (number: number) => Math.floor((number * bytes.length) / total);
  return Array.from({ length: total }, (_, number) =>
    fragment(layout, { id, number, total }, bytes.subarray(start(number), start(number + 1))),
  );
}

/** A whole reply: `FF FF FF FF` and the payload. */
export function whole(payload: Uint8Array): Buffer {
  return join(Buffer.of(0xff, 0xff, 0xff, 0xff), payload);
}
