import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { buildDemo, streamDemo } from '@demobase/testkit';
import { describe, expect, it } from 'vitest';
import type { DemoInput } from '../demo-file.ts';
import { EVERY_EVENT, parseEventChoice } from './event-choice.ts';
import { printEvents } from './print-events.ts';

const { signal } = new AbortController();

function inputOf(chunks: AsyncIterable<Uint8Array>): DemoInput {
  return { name: 'test.dem', sizeBytes: undefined, chunks };
}

async function* cut(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.slice(at, at + pieceBytes);
}

async function print(bytes: Uint8Array, { only = '', pieceBytes = bytes.length }): Promise<string> {
  const stdout = new PassThrough();
  const choice = only === '' ? EVERY_EVENT : parseEventChoice(only);
  const printed = text(stdout);
  await printEvents(inputOf(cut(bytes, pieceBytes)), { choice, stdout, signal });
  stdout.end();
  return printed;
}

describe('the lines', () => {
  it('do not depend on how the bytes are cut', async () => {
    const bytes = buildDemo({ ticks: 30 });
    const whole = await print(bytes, {});
    expect(whole.split('\n').length).toBeGreaterThan(90);
    for (const pieceBytes of [97, 4096]) expect(await print(bytes, { pieceBytes })).toBe(whole);
  });

  it('begin with the header where the classes of effects had to be learned first', async () => {
    const bytes = buildDemo({ ticks: 3 });
    const lines = await print(bytes, { only: 'temp-entity,header,stop', pieceBytes: 100 });
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).event),
    ).toEqual(['header', 'stop']);
  });
});

it('stops reading while nobody takes the lines, and goes on when somebody does', async () => {
  let chunksRead = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const chunk of streamDemo({ sizeBytes: 1_000_000 })) {
      chunksRead++;
      yield chunk;
    }
  }
  let lines = 0;
  let take = () => {};
  const stdout = new Writable({
    write(block: Buffer, _encoding, done) {
      lines += String(block).split('\n').length - 1;
      take = done;
      this.emit('blocked');
    },
  });
  const blocked = once(stdout, 'blocked');
  const printed = printEvents(inputOf(source()), { choice: EVERY_EVENT, stdout, signal });
  await blocked;
  // Whatever could still go on by itself has a chance to.
  await new Promise((resolve) => setImmediate(resolve));
  const chunksWhileBlocked = chunksRead;
  stdout.on('blocked', () => setImmediate(() => take()));
  take();
  const reader = await printed;
  expect(reader.isComplete).toBe(true);
  expect(chunksWhileBlocked).toBeLessThan(3);
  expect(chunksRead).toBeGreaterThan(10);
  expect(lines).toBeGreaterThan(reader.tick);
});

it('ends when it is interrupted while nobody takes the lines', async () => {
  const interruption = new AbortController();
  const stdout = new Writable({ write() {} });
  const printed = printEvents(inputOf(cut(buildDemo({ ticks: 500 }), 100_000)), {
    choice: EVERY_EVENT,
    stdout,
    signal: interruption.signal,
  });
  interruption.abort(new Error('Enough.'));
  await expect(printed).rejects.toThrow('Enough.');
});
