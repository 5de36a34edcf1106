import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AnalysisFormatError } from './analysis-format-error.ts';
import { decodeAnalysis } from './decode-analysis.ts';
import type { DemoAnalysis } from './demo-analysis.ts';
import { encodeAnalysis } from './encode-analysis.ts';

const STEAM_ID = 76561199776113179n;

const analysis: DemoAnalysis = {
  author: 'Gordon "the Free" man',
  detections: [{ tick: 8466, algorithm: 'view_180', player: STEAM_ID, data: { pitch_change: -180.5 } }],
  duration: 45_892,
  map: 'pl_borneo',
  server_ip: '117.120.11.35:6996',
};

/** What JSON can hold: no −0, which it has no word for that keeps it apart from 0. */
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.bigInt({ min: 2n ** 53n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value;

describe('the JSON of an analysis', () => {
  test('has every digit of Steam IDs, as numbers', () => {
    expect(encodeAnalysis(analysis)).toBe(
      '{"author":"Gordon \\"the Free\\" man","detections":[{"tick":8466,"algorithm":"view_180",' +
        '"player":76561199776113179,"data":{"pitch_change":-180.5}}],' +
        '"duration":45892,"map":"pl_borneo","server_ip":"117.120.11.35:6996"}',
    );
    expect(decodeAnalysis(encodeAnalysis(analysis))).toEqual(analysis);
  });

  test('reads back as it was, whatever detectors have to say', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            tick: fc.nat(),
            algorithm: fc.string(),
            player: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
            data: json,
          }),
        ),
        fc.string({ unit: 'grapheme' }),
        (detections, author) => {
          // The generator knows its values as unknown.
          const whole = { ...analysis, author, detections } as DemoAnalysis;
          // Doubles of whole numbers beyond 2^53 come back as the integers they are.
          const expected = JSON.parse(JSON.stringify(whole, asText));
          expect(JSON.parse(JSON.stringify(decodeAnalysis(encodeAnalysis(whole)), asText))).toEqual(expected);
        },
      ),
    );
  });

  test('is read with spaces, other properties and ids of any size', () => {
    const { detections } = decodeAnalysis(
      ' { "version": 3, "author":"", "detections" : [ {"tick":1, "algorithm":"a\\\\\\"1234567890123456789", "player": 5,\n' +
        '"data":["12345678901234567890", 12345678901234567890, 1.25e2, -9223372036854775808] } ],' +
        '"duration":0,"map":"","server_ip":"" } ',
    );
    expect(detections).toEqual([
      {
        tick: 1,
        algorithm: 'a\\"1234567890123456789',
        player: 5n,
        data: ['12345678901234567890', 12345678901234567890n, 125, -9223372036854775808n],
      },
    ]);
  });

  test("leaves no way to an object's prototype", () => {
    const text = encodeAnalysis(analysis).replace('{"pitch_change":-180.5}', '{"__proto__":{"is":1}}');
    const [detection] = decodeAnalysis(text).detections;
    expect(Object.keys(detection?.data ?? {})).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(detection?.data)).toBe(Object.prototype);
  });

  test('writes null for numbers that JSON has no word for', () => {
    const detections = [
      { tick: 1, algorithm: 'a', player: 1n, data: [Number.NaN, Number.POSITIVE_INFINITY] },
    ];
    expect(encodeAnalysis({ ...analysis, detections })).toContain('"data":[null,null]');
  });

  test('is refused with the reason where it is none', () => {
    const refusal = (text: string): string => {
      try {
        decodeAnalysis(text);
      } catch (error) {
        if (error instanceof AnalysisFormatError) return error.reason;
        throw error;
      }
      return 'none';
    };
    const whole = encodeAnalysis(analysis);
    expect(refusal('')).toMatch(/^it is not JSON/);
    expect(refusal(whole.slice(0, -1))).toMatch(/^it is not JSON/);
    expect(refusal('[]')).toBe('The analysis is no object');
    expect(refusal('{}')).toBe('detections is no list');
    expect(refusal(whole.replace('8466', '84.66'))).toBe('detections[0].tick is no whole number');
    expect(refusal(whole.replace('"view_180"', '180'))).toBe('detections[0].algorithm is no text');
    for (const player of ['"76561199776113179"', '1.5', '-1', '18446744073709551616', 'null', '1e300']) {
      expect(refusal(whole.replace(String(STEAM_ID), player))).toBe(
        'detections[0].player is no Steam ID in a whole number',
      );
    }
    expect(refusal(whole.replace('45892', '"long"'))).toBe('duration is no whole number');
    expect(refusal(whole.replace('"pl_borneo"', 'null'))).toBe('map is no text');
    expect(refusal(`${'['.repeat(200_000)}${']'.repeat(200_000)}`)).toBeTruthy();
  });
});

function asText(_key: string, value: unknown): unknown {
  const isLarge = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === 'bigint' || isLarge ? Number(value).toString() : value;
}
