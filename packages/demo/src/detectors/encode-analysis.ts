import type { DemoAnalysis } from './demo-analysis.ts';
import type { JsonValue } from './json-value.ts';

/** Writes an analysis as programs exchange it: one line of JSON, in which Steam IDs are whole numbers, exactly. */
export function encodeAnalysis({ author, detections, duration, map, server_ip }: DemoAnalysis): string {
  return encodeJson({
    author,
    detections: detections.map(({ tick, algorithm, player, data }) => ({ tick, algorithm, player, data })),
    duration,
    map,
    server_ip,
  });
}

/** JSON, and bigint as numbers of all their digits. What JSON has no word for, as NaN, is null. */
function encodeJson(value: JsonValue): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${encodeJson(field)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}
