import { AnalysisFormatError } from './analysis-format-error.ts';
import type { DemoAnalysis, Detection } from './demo-analysis.ts';
import type { JsonValue } from './json-value.ts';
import { parseExactJson } from './parse-exact-json.ts';

const LARGEST_STEAM_ID = 2n ** 64n;

/**
 * Reads an analysis as programs exchange it, every digit of its Steam IDs. In `data`, whole numbers beyond 2^53
 * are bigint. What else is in the text is left out.
 * @throws {AnalysisFormatError} when it is no analysis
 */
export function decodeAnalysis(text: string): DemoAnalysis {
  const analysis = objectOf(parseExactJson(text), 'The analysis');
  const { detections } = analysis;
  if (!Array.isArray(detections)) throw new AnalysisFormatError('detections is no list');
  return {
    author: textOf(analysis, 'author'),
    detections: detections.map(decodeDetection),
    duration: wholeOf(analysis, 'duration'),
    map: textOf(analysis, 'map'),
    server_ip: textOf(analysis, 'server_ip'),
  };
}

function decodeDetection(value: JsonValue, i: number): Detection {
  const what = `detections[${i}]`;
  const detection = objectOf(value, what);
  const { player, data = null } = detection;
  const isWhole = typeof player === 'bigint' || Number.isSafeInteger(player);
  const steamId = isWhole ? BigInt(player as bigint | number) : -1n;
  if (steamId < 0n || steamId >= LARGEST_STEAM_ID) {
    throw new AnalysisFormatError(`${what}.player is no Steam ID in a whole number`);
  }
  return {
    tick: wholeOf(detection, 'tick', what),
    algorithm: textOf(detection, 'algorithm', what),
    player: steamId,
    data,
  };
}

type JsonObject = { readonly [key: string]: JsonValue };

function objectOf(value: JsonValue, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AnalysisFormatError(`${what} is no object`);
  }
  // Not an array, and no other objects come out of JSON.
  return value as JsonObject;
}

function textOf(object: JsonObject, key: string, of?: string): string {
  const value = object[key];
  if (typeof value !== 'string') throw new AnalysisFormatError(`${pathOf(key, of)} is no text`);
  return value;
}

function wholeOf(object: JsonObject, key: string, of?: string): number {
  const value = object[key];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new AnalysisFormatError(`${pathOf(key, of)} is no whole number`);
  }
  return value;
}

function pathOf(key: string, of?: string): string {
  return of === undefined ? key : `${of}.${key}`;
}
