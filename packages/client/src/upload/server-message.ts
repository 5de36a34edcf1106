import { JsonFields } from '../json-fields.ts';

/** What the service sends in the upload protocol `demobase.v1`. */
export type ServerMessage =
  | { readonly type: 'ready'; readonly offset: number }
  | { readonly type: 'ack'; readonly offset: number }
  | { readonly type: 'stored'; readonly size: number; readonly sha256: string }
  | { readonly type: 'error'; readonly code: string; readonly detail: string };

/**
 * Parses a text frame. A message of a type that a later service may add is undefined.
 *
 * @throws {UnexpectedAnswerError} when a known message lacks a field, `SyntaxError` when it is not JSON.
 */
export function parseServerMessage(text: string): ServerMessage | undefined {
  const fields = new JsonFields(JSON.parse(text));
  const type = fields.string('type');
  switch (type) {
    case 'ready':
    case 'ack':
      return { type, offset: fields.integer('offset') };
    case 'stored':
      return { type, size: fields.integer('size'), sha256: fields.string('sha256') };
    case 'error':
      return { type, code: fields.string('code'), detail: fields.string('detail') };
    default:
      return undefined;
  }
}
