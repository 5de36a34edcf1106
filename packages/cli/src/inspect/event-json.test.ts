import { expect, it } from 'vitest';
import { eventJson } from './event-json.ts';

it('writes bytes as base64, wherever they are', () => {
  const event = { bytes: Uint8Array.of(0, 255), nested: { data: { bytes: new Uint8Array(), bits: 0 } } };
  expect(eventJson(event)).toBe('{"bytes":"AP8=","nested":{"data":{"bytes":"","bits":0}}}');
});

it('writes integers that JSON readers would round as text', () => {
  expect(eventJson({ player: 76561198006409530n })).toBe('{"player":"76561198006409530"}');
});

it('writes numbers that are none as null', () => {
  expect(eventJson({ values: [Number.NaN, Number.POSITIVE_INFINITY, 1.5] })).toBe(
    '{"values":[null,null,1.5]}',
  );
});

it('is one line that no terminal obeys', () => {
  const text = 'a\nb\u001b[2J\u009b\u2028\u202e';
  const line = eventJson({ text });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is shown here
  expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u202e]/);
  expect(JSON.parse(line)).toEqual({ text });
});
