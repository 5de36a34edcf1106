import { harmlessJson } from '../terminal-text.ts';

/**
 * An event as one line of JSON, without its end. Bytes are base64, integers beyond 2^53 are text, and numbers that
 * are none (NaN, the infinities: a demo's floats may hold any bits) are null.
 */
export function eventJson(event: object): string {
  return harmlessJson(JSON.stringify(event, toJsonValue));
}

function toJsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'bigint' ? value.toString() : value;
}
