import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { formatProgress, ProgressBar } from './progress-bar.ts';

it('shows percent, sizes, speed and the time left', () => {
  const line = formatProgress({ done: 25_000_000, total: 100_000_000, perSecond: 5_000_000 });
  expect(line).toBe('[######------------------]  25%  25.0 MB of 100.0 MB  5.0 MB/s  ETA 0:15');
});

it('counts other things than bytes by their name', () => {
  const line = formatProgress({ done: 250, total: 1000, perSecond: 83.3, noun: 'servers' });
  expect(line).toBe('[######------------------]  25%  250 of 1000 servers  83/s  ETA 0:10');
});

it('promises no time before anything moved', () => {
  expect(formatProgress({ done: 0, total: 100, perSecond: 0 })).toMatch(/ETA -$/);
});

it('counts speed from where it began, so that resumed bytes do not flatter it', () => {
  const { stream, written } = terminal();
  let now = 0;
  const bar = new ProgressBar({ stream, now: () => now });
  bar.update(50_000_000, 100_000_000);
  now = 1000;
  bar.update(60_000_000, 100_000_000);
  expect(written().at(-1)).toContain('10.0 MB/s  ETA 0:04');
});

it('is silent where nobody watches', () => {
  const { stream, written } = terminal({ isTTY: false });
  const bar = new ProgressBar({ stream });
  bar.update(1, 2);
  bar.clear();
  expect(written()).toEqual([]);
});

function terminal({ isTTY = true } = {}) {
  const lines: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY, fd: 2 });
  stream.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  return { stream: stream as unknown as NodeJS.WriteStream, written: () => lines };
}
