import { storableText } from '../game-servers/storable-text.ts';

/** What JSON can hold; whole numbers beyond 2^53 as bigint. */
export type JsonData =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly JsonData[]
  | { readonly [key: string]: JsonData };

/** JSON that `jsonb` takes: texts without NUL and halves of characters, and every digit of large numbers. */
export function storableJson(data: JsonData): string {
  if (typeof data === 'bigint') return String(data);
  if (typeof data === 'string') return quote(data);
  if (typeof data !== 'object' || data === null) return JSON.stringify(data) ?? 'null';
  if (Array.isArray(data)) return `[${data.map(storableJson).join(',')}]`;
  const members = Object.entries(data).map(([key, value]) => `${quote(key)}:${storableJson(value)}`);
  return `{${members.join(',')}}`;
}

function quote(text: string): string {
  return JSON.stringify(storableText(text, text.length));
}
