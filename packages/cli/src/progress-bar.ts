import { formatBytes, formatDuration } from './units.ts';

const BAR_WIDTH = 24;
const REDRAW_MS = 100;

interface ProgressBarOptions {
  readonly stream?: NodeJS.WriteStream;
  readonly now?: () => number;
}

/** A line on the terminal that shows how far a transfer is: percent, speed, time left. Silent elsewhere. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #now: () => number;
  #start: { readonly bytes: number; readonly at: number } | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor({ stream = process.stderr, now = Date.now }: ProgressBarOptions = {}) {
    this.#stream = stream;
    this.#now = now;
  }

  /** Speed counts from the first call on, so that bytes of an earlier run do not flatter it. */
  update(bytes: number, totalBytes: number): void {
    const at = this.#now();
    this.#start ??= { bytes, at };
    const isComplete = bytes === totalBytes;
    if (!this.#stream.isTTY || (at - this.#drawnAt < REDRAW_MS && !isComplete)) return;
    this.#drawnAt = at;
    const seconds = (at - this.#start.at) / 1000;
    const bytesPerSecond = seconds > 0 ? (bytes - this.#start.bytes) / seconds : 0;
    this.#draw(formatProgress({ bytes, totalBytes, bytesPerSecond }));
  }

  /** Makes room for a line of text; the next update draws the bar below it. */
  clear(): void {
    if (!this.#isShown) return;
    this.#stream.write('\r\x1b[K');
    this.#isShown = false;
    this.#drawnAt = Number.NEGATIVE_INFINITY;
  }

  #draw(line: string): void {
    this.#stream.write(`\r\x1b[K${line}`);
    this.#isShown = true;
  }
}

/** Exported for its test. */
export function formatProgress({
  bytes,
  totalBytes,
  bytesPerSecond,
}: {
  bytes: number;
  totalBytes: number;
  bytesPerSecond: number;
}): string {
  const share = totalBytes === 0 ? 1 : bytes / totalBytes;
  const filled = Math.floor(share * BAR_WIDTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const left = bytesPerSecond > 0 ? `ETA ${formatDuration((totalBytes - bytes) / bytesPerSecond)}` : 'ETA -';
  return `${bar} ${percent}  ${formatBytes(bytes)} of ${formatBytes(totalBytes)}  ${formatBytes(bytesPerSecond)}/s  ${left}`;
}
