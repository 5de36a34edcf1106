import { expect, it } from 'vitest';
import { eventJson } from './event-json.ts';

it('writes bytes as base64, wherever they are', () => {
  const message = {
    event: 'message',
    bytes: Uint8Array.of(0, 255),
    nested: { data: { bytes: new Uint8Array(), bits: 0 } },
  } as const;
  expect(eventJson(message)).toBe(
    '{"event":"message","bytes":"AP8=","nested":{"data":{"bytes":"","bits":0}}}',
  );
});

it('writes integers that JSON readers would round as text', () => {
  const message = { event: 'user-message', player: 76561198006409530n } as const;
  expect(eventJson(message)).toBe('{"event":"user-message","player":"76561198006409530"}');
});

it.each(['entity', 'message'] as const)(
  'writes numbers that are none as null, in events of the kind %s',
  (event) => {
    const holder = { event, values: [Number.NaN, Number.POSITIVE_INFINITY, 1.5] };
    expect(eventJson(holder)).toBe(`{"event":"${event}","values":[null,null,1.5]}`);
  },
);

it('is one line that no terminal obeys', () => {
  const said = { event: 'game-event', text: 'a\nb\u001b[2J\u009b\u2028\u202e' } as const;
  const line = eventJson(said);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is shown here
  expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f\u2028\u202e]/);
  expect(JSON.parse(line)).toEqual(said);
});
