import type { JsonValue } from './json-value.ts';

/** JSON, and bigint as numbers of all their digits. What JSON has no word for, as NaN, is null. */
export function encodeExactJson(value: JsonValue): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(encodeExactJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${encodeExactJson(field)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
