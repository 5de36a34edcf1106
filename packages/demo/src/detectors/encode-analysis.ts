import type { DemoAnalysis } from './demo-analysis.ts';
import { encodeExactJson } from './encode-exact-json.ts';

/** Writes an analysis as programs exchange it: one line of JSON, in which Steam IDs are whole numbers, exactly. */
export function encodeAnalysis({ author, detections, duration, map, server_ip }: DemoAnalysis): string {
  return encodeExactJson({
    author,
    detections: detections.map(({ tick, algorithm, player, data }) => ({ tick, algorithm, player, data })),
    duration,
    map,
    server_ip,
  });
}
