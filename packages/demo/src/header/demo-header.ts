import { readInt32 } from '../bits/int32.ts';
import { decodeText, encodeText, encodeTextInto } from '../bits/text.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { encodeLateBytes, LATE_BYTES_OFFSET, type LateBytes, parseLateBytes } from './late-bytes.ts';

/** Size of the header every demo begins with. */
export const DEMO_HEADER_BYTES = 0x430;

const STAMP = encodeText('HL2DEMO\0');
const DEMO_PROTOCOL = 3;
const TEXT_BYTES = 260;
const OFFSETS = {
  demoProtocol: 0x008,
  networkProtocol: 0x00c,
  serverName: 0x010,
  clientName: 0x114,
  mapName: 0x218,
  gameDirectory: 0x31c,
} as const;

/** What a demo says of itself in its first 1072 bytes. */
export interface DemoHeader {
  /** Always 3. */
  readonly demoProtocol: number;
  /** 24 for Team Fortress 2 since 2013. */
  readonly networkProtocol: number;
  /** The game server: an address in a player's recording, a host name in SourceTV's. */
  readonly serverName: string;
  /** The recording player's nickname, or exactly `SourceTV Demo`. */
  readonly clientName: string;
  readonly mapName: string;
  /** The game's folder: `tf`, `hl2mp`, `portal`. */
  readonly gameDirectory: string;
  readonly late: LateBytes;
}

/**
 * Reads the header from the first bytes of a demo; text is decoded lossily.
 * @throws {DemoFormatError} `not-a-demo`, `unsupported-protocol` or `incomplete-header`
 */
export function parseDemoHeader(bytes: Uint8Array): DemoHeader {
  checkHeaderStart(bytes);
  if (bytes.length < DEMO_HEADER_BYTES) throw incompleteHeader(bytes.length);
  return {
    demoProtocol: readInt32(bytes, OFFSETS.demoProtocol),
    networkProtocol: readInt32(bytes, OFFSETS.networkProtocol),
    serverName: readText(bytes, OFFSETS.serverName),
    clientName: readText(bytes, OFFSETS.clientName),
    mapName: readText(bytes, OFFSETS.mapName),
    gameDirectory: readText(bytes, OFFSETS.gameDirectory),
    late: parseLateBytes(bytes.subarray(LATE_BYTES_OFFSET, DEMO_HEADER_BYTES)),
  };
}

/** Writes the header; text longer than 259 bytes of UTF-8 is cut between two characters. */
export function encodeDemoHeader(header: DemoHeader): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(DEMO_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(STAMP);
  view.setInt32(OFFSETS.demoProtocol, header.demoProtocol, true);
  view.setInt32(OFFSETS.networkProtocol, header.networkProtocol, true);
  for (const field of ['serverName', 'clientName', 'mapName', 'gameDirectory'] as const) {
    const offset = OFFSETS[field];
    encodeTextInto(header[field], bytes.subarray(offset, offset + TEXT_BYTES - 1));
  }
  bytes.set(encodeLateBytes(header.late), LATE_BYTES_OFFSET);
  return bytes;
}

/** Checks as much of a header's beginning as has come, so that a wrong file is refused at its first wrong byte. */
export function checkHeaderStart(bytes: Uint8Array): void {
  for (let i = 0; i < STAMP.length && i < bytes.length; i++) {
    if (bytes[i] !== STAMP[i]) {
      throw new DemoFormatError({
        code: 'not-a-demo',
        offset: i,
        reason: 'this is not a Source demo: it must begin with HL2DEMO',
      });
    }
  }
  if (bytes.length < OFFSETS.networkProtocol) return;
  const demoProtocol = readInt32(bytes, OFFSETS.demoProtocol);
  if (demoProtocol !== DEMO_PROTOCOL) {
    throw new DemoFormatError({
      code: 'unsupported-protocol',
      offset: OFFSETS.demoProtocol,
      reason: `demo protocol ${demoProtocol} is not supported, only protocol ${DEMO_PROTOCOL} (Team Fortress 2, Half-Life 2: Deathmatch, Portal)`,
    });
  }
}

export function incompleteHeader(bytesRead: number): DemoFormatError {
  return new DemoFormatError({
    code: 'incomplete-header',
    offset: bytesRead,
    reason: `the demo ends inside its header: ${bytesRead} of ${DEMO_HEADER_BYTES} bytes came`,
  });
}

function readText(bytes: Uint8Array, offset: number): string {
  const field = bytes.subarray(offset, offset + TEXT_BYTES);
  const end = field.indexOf(0);
  return decodeText(end === -1 ? field : field.subarray(0, end));
}
