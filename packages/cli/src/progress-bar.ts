import { formatBytes, formatDuration } from './units.ts';

const BAR_WIDTH = 24;
const REDRAW_MS = 100;

interface ProgressBarOptions {
  readonly stream?: NodeJS.WriteStream;
  readonly now?: () => number;
  /** What is counted, as `servers`; bytes unless said. */
  readonly noun?: string;
}

/** A line on the terminal that shows how far the work is: percent, speed, time left. Silent elsewhere. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #now: () => number;
  readonly #noun: string | undefined;
  #start: { readonly done: number; readonly at: number } | undefined;
  #drawnAt = Number.NEGATIVE_INFINITY;
  #isShown = false;

  constructor({ stream = process.stderr, now = Date.now, noun }: ProgressBarOptions = {}) {
    this.#stream = stream;
    this.#now = now;
    this.#noun = noun;
  }

  /** Speed counts from the first call on, so that bytes of an earlier run do not flatter it. */
  update(done: number, total: number): void {
    const at = this.#now();
    this.#start ??= { done, at };
    const isComplete = done === total;
    if (!this.#stream.isTTY || (at - this.#drawnAt < REDRAW_MS && !isComplete)) return;
    this.#drawnAt = at;
    const seconds = (at - this.#start.at) / 1000;
    const perSecond = seconds > 0 ? (done - this.#start.done) / seconds : 0;
    this.#draw(formatProgress({ done, total, perSecond, noun: this.#noun }));
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
  done,
  total,
  perSecond,
  noun,
}: {
  done: number;
  total: number;
  perSecond: number;
  noun?: string | undefined;
}): string {
  const write = noun === undefined ? formatBytes : (amount: number) => String(Math.round(amount));
  const share = total === 0 ? 1 : done / total;
  const filled = Math.floor(share * BAR_WIDTH);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH - filled)}]`;
  const percent = `${Math.floor(share * 100)}%`.padStart(4);
  const amounts = `${write(done)} of ${write(total)}${noun === undefined ? '' : ` ${noun}`}`;
  const left = perSecond > 0 ? `ETA ${formatDuration((total - done) / perSecond)}` : 'ETA -';
  return `${bar} ${percent}  ${amounts}  ${write(perSecond)}/s  ${left}`;
}
