import { stat } from 'node:fs/promises';
import { ReadingDisplay } from '../reading-display.ts';

/** Shows on a terminal how much of all files together has been read. */
export class AnalysisProgress {
  readonly #display: ReadingDisplay;
  readonly #totalBytes: number | undefined;
  readonly #bytesByPlace: number[];
  #bytesRead = 0;

  private constructor(sizes: readonly (number | undefined)[]) {
    this.#display = new ReadingDisplay();
    this.#bytesByPlace = sizes.map(() => 0);
    this.#totalBytes = sizes.reduce<number | undefined>(
      (total, size) => (total === undefined || size === undefined ? undefined : total + size),
      0,
    );
  }

  /** A file that is not there is of no size; a pipe is of one that nobody knows. */
  static async of(paths: readonly string[]): Promise<AnalysisProgress> {
    return new AnalysisProgress(await Promise.all(paths.map(sizeOf)));
  }

  update(place: number, bytesRead: number): void {
    this.#bytesRead += bytesRead - (this.#bytesByPlace[place] ?? 0);
    this.#bytesByPlace[place] = bytesRead;
    this.#display.show(this.#bytesRead, this.#totalBytes);
  }

  /** Makes room for lines of text. */
  clear(): void {
    this.#display.clear();
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  if (path === '-') return undefined;
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return 0;
  return found.isFile() ? found.size : undefined;
}
