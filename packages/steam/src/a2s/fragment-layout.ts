import { replyTypes } from './a2s-parse.ts';

/** How the header of a fragment is laid out behind `FE FF FF FF` and the id. */
export type FragmentLayout = 'goldsrc' | 'source' | 'source-2006';

/** What INFO told about the game server. */
export interface FragmentHint {
  readonly protocol?: number;
  readonly appId?: number;
}

/** The shortest header of a fragment of Source, and one byte more than that of GoldSrc. */
export const MIN_FRAGMENT_BYTES = 10;
const ID_OFFSET = 4;
const PLACE_OFFSET = 8;
/** Where the payload begins. */
const PAYLOAD_OFFSETS = { goldsrc: 9, source: 12, 'source-2006': 10 } as const;
/** What stands before compressed data, in the first fragment: its size once decompressed, and its CRC-32. */
export const COMPRESSION_HEADER_BYTES = 8;

const GOLDSRC_PROTOCOLS: ReadonlySet<number> = new Set([47, 48]);
/** Their fragments never got the size field of Source; those of app id 240 only while its protocol was 7. */
const SOURCE_2006_APP_IDS: ReadonlySet<number> = new Set([215, 17550, 17700]);
const SOURCE_2006_PROTOCOL = 7;
const SOURCE_2006_APP_ID = 240;

export function fragmentId(datagram: Buffer): number {
  return datagram.readUInt32LE(ID_OFFSET);
}

/** Bit 31 of the id. Bit 15, which it is often taken for, is part of the number. */
export function isMarkedCompressed(datagram: Buffer): boolean {
  return fragmentId(datagram) >= 0x8000_0000;
}

/** Which fragment this is, counted from 0, of how many. */
export function fragmentPlace(datagram: Buffer, layout: FragmentLayout): { number: number; total: number } {
  const byte = datagram.readUInt8(PLACE_OFFSET);
  if (layout === 'goldsrc') return { number: byte >>> 4, total: byte & 0xf };
  return { number: datagram.readUInt8(PLACE_OFFSET + 1), total: byte };
}

/** `undefined` when not even the header is whole. */
export function fragmentPayload(datagram: Buffer, layout: FragmentLayout): Buffer | undefined {
  const offset = PAYLOAD_OFFSETS[layout];
  return datagram.length < offset ? undefined : datagram.subarray(offset);
}

/** The layout a game server of that kind uses; `undefined` when nothing is known about it. */
export function layoutFromInfo(hint: FragmentHint | undefined): FragmentLayout | undefined {
  if (hint?.protocol === undefined && hint?.appId === undefined) return undefined;
  const { protocol, appId } = hint;
  if (protocol !== undefined && GOLDSRC_PROTOCOLS.has(protocol)) return 'goldsrc';
  if (appId === undefined) return undefined;
  if (SOURCE_2006_APP_IDS.has(appId)) return 'source-2006';
  if (appId === SOURCE_2006_APP_ID && protocol === SOURCE_2006_PROTOCOL) return 'source-2006';
  return 'source';
}

/** In what the layouts of Source agree: number, total, and that the first fragment tells them apart. */
const SOURCE_LAYOUTS = ['source', 'source-2006'] as const;

/**
 * The layout by which this datagram is the first fragment of a reply, told by how replies begin: with
 * `FF FF FF FF` and a type or, compressed, with `BZh`.
 */
export function recogniseFirstFragment(datagram: Buffer): FragmentLayout | undefined {
  const isFirstOfGoldSrc = datagram.readUInt8(PLACE_OFFSET) >>> 4 === 0;
  if (isFirstOfGoldSrc && opensReply(datagram, PAYLOAD_OFFSETS.goldsrc)) return 'goldsrc';
  if (datagram.readUInt8(PLACE_OFFSET + 1) !== 0) return undefined;
  return (
    SOURCE_LAYOUTS.find((layout) => opensReply(datagram, PAYLOAD_OFFSETS[layout])) ??
    SOURCE_LAYOUTS.find((layout) => opensBzip2(datagram, PAYLOAD_OFFSETS[layout] + COMPRESSION_HEADER_BYTES))
  );
}

/**
 * The layout of Source by which this datagram begins with the type of a reply, which on a few game servers has
 * no `FF FF FF FF` before it. One letter proves little: to be asked only of what is sure to be first.
 */
export function recogniseBareFirstFragment(datagram: Buffer): FragmentLayout | undefined {
  return SOURCE_LAYOUTS.find((layout) => isReplyType(datagram[PAYLOAD_OFFSETS[layout]]));
}

function opensReply(datagram: Buffer, offset: number): boolean {
  return (
    datagram.length > offset + 4 && datagram.readInt32LE(offset) === -1 && isReplyType(datagram[offset + 4])
  );
}

function opensBzip2(datagram: Buffer, offset: number): boolean {
  return isMarkedCompressed(datagram) && datagram.toString('latin1', offset, offset + 3) === 'BZh';
}

function isReplyType(byte: number | undefined): boolean {
  return (
    byte === replyTypes.players ||
    byte === replyTypes.rules ||
    byte === replyTypes.info ||
    byte === replyTypes.goldSrcInfo
  );
}
