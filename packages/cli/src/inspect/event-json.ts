import { harmlessJson } from '../terminal-text.ts';
import type { EventKind } from './event-choice.ts';

/** Of these there are the most, and they hold text and plain numbers only: they need no look at each value. */
const PLAIN_KINDS: ReadonlySet<EventKind> = new Set([
  'packet',
  'game-event',
  'entity',
  'temp-entity',
  'user-command',
]);

/**
 * An event as one line of JSON, without its end. Bytes are base64, integers beyond 2^53 are text, and numbers that
 * are none (NaN, the infinities: a demo's floats may hold any bits) are null.
 */
export function eventJson(event: { readonly event: EventKind }): string {
  const isPlain = PLAIN_KINDS.has(event.event);
  return harmlessJson(JSON.stringify(event, isPlain ? undefined : toJsonValue));
}

function toJsonValue(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return typeof value === 'bigint' ? value.toString() : value;
}
