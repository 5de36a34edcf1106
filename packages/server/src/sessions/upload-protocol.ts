import Type, { type Static } from 'typebox';
import Value from 'typebox/value';
import { type DemobaseError, errors } from '../errors.ts';
import { LATE_BYTES_PATTERN } from './late-bytes-hex.ts';
import { textFrame } from './web-socket/frames.ts';

/** The subprotocol of resumable uploads, described in the design and in docs/reference/upload-protocol.md. */
export const UPLOAD_PROTOCOL = 'demobase.v1';

const ClientMessage = Type.Union([
  Type.Object({ type: Type.Literal('late_bytes'), hex: Type.String({ pattern: LATE_BYTES_PATTERN }) }),
  Type.Object({
    type: Type.Literal('finish'),
    size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    sha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
  }),
]);

export type ClientMessage = Static<typeof ClientMessage>;

export type ServerMessage =
  | { readonly type: 'ready' | 'ack'; readonly offset: number }
  | { readonly type: 'stored'; readonly size: number; readonly sha256: string }
  | { readonly type: 'error'; readonly code: string; readonly detail: string };

export function messageFrame(message: ServerMessage): Buffer {
  return textFrame(JSON.stringify(message));
}

export function errorFrame(error: DemobaseError): Buffer {
  return messageFrame({ type: 'error', code: error.code, detail: error.message });
}

/**
 * Reads a text frame of a client.
 *
 * @throws {DemobaseError} `message_invalid`
 */
export function parseClientMessage(text: string): ClientMessage {
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    throw errors.messageInvalid({ problem: 'it is not JSON.' });
  }
  if (Value.Check(ClientMessage, message)) return message;
  throw errors.messageInvalid({
    problem:
      'expected {"type":"late_bytes","hex":"<32 hex digits>"} or {"type":"finish","size":…,"sha256":…}.',
  });
}
