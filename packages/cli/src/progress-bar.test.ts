import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { formatProgress, ProgressBar } from './progress-bar.ts';

it('shows percent, sizes, speed and the time left', () => {
  const line = formatProgress({ bytes: 25_000_000, totalBytes: 100_000_000, bytesPerSecond: 5_000_000 });
  expect(line).toBe('[######------------------]  25%  25.0 MB of 100.0 MB  5.0 MB/s  ETA 0:15');
});

it('promises no time before anything moved', () => {
  expect(formatProgress({ bytes: 0, totalBytes: 100, bytesPerSecond: 0 })).toMatch(/ETA -$/);
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
