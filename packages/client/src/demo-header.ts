import type { DemoSource } from './demo-source.ts';

/** The two fields of a demo's header that `/session_id` asks for. */
export interface DemoHeaderFields {
  /** The game server's address, or its name where SourceTV recorded. */
  readonly serverName: string;
  readonly map: string;
}

/** The bytes are not a Source 1 demo, so there is nothing to upload. */
export class NotADemoError extends Error {
  override readonly name = 'NotADemoError';
}

// The header of demo protocol 3: an 8-byte stamp, and 260-byte NUL-terminated strings at fixed places.
const STAMP = 'HL2DEMO\0';
const HEADER_BYTES = 1072;
const SERVER_NAME_OFFSET = 0x10;
const MAP_OFFSET = 0x218;
const STRING_BYTES = 260;

/**
 * Reads server name and map from a demo's own header.
 *
 * @throws {NotADemoError} when the source does not begin with a demo's header.
 */
export async function readDemoHeader(source: DemoSource): Promise<DemoHeaderFields> {
  if (source.sizeBytes < HEADER_BYTES) {
    throw new NotADemoError(
      `This is not a demo: it has ${source.sizeBytes} bytes, a header ${HEADER_BYTES}.`,
    );
  }
  const header = await source.read(0, HEADER_BYTES);
  if (String.fromCharCode(...header.subarray(0, STAMP.length)) !== STAMP) {
    throw new NotADemoError('This is not a demo: it does not begin with HL2DEMO.');
  }
  return { serverName: readString(header, SERVER_NAME_OFFSET), map: readString(header, MAP_OFFSET) };
}

/** Text in demos is not always valid UTF-8: names are cut in the middle of a character. */
function readString(header: Uint8Array, offset: number): string {
  const field = header.subarray(offset, offset + STRING_BYTES);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}
