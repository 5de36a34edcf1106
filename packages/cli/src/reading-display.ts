import { ProgressBar } from './progress-bar.ts';

/** What is read within a second or two needs no bar. */
const LONG_BYTES = 32 * 1024 ** 2;

/** Shows on a terminal how much of a long demo has been read; of what has no size, nothing. */
export class ReadingDisplay {
  readonly #bar = new ProgressBar();
  #isOver = false;

  show(bytesRead: number, sizeBytes: number | undefined): void {
    if (this.#isOver || sizeBytes === undefined || sizeBytes < LONG_BYTES) return;
    // A file that is still being written to may have grown.
    this.#bar.update(bytesRead, Math.max(bytesRead, sizeBytes));
  }

  /** Makes room for lines of text. */
  clear(): void {
    this.#bar.clear();
  }

  /** Takes the bar away, for good. */
  end(): void {
    this.#isOver = true;
    this.#bar.clear();
  }
}
