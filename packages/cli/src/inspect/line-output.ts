import { once } from 'node:events';

/** Lines are handed on when there are so many characters of them. */
const BLOCK_CHARACTERS = 64 * 1024;

/** Lines on the way to a stream, in blocks: a write for each line would take longer than making it. */
export class LineOutput {
  readonly #stream: NodeJS.WritableStream;
  #block = '';
  #isFull = false;

  constructor(stream: NodeJS.WritableStream) {
    this.#stream = stream;
  }

  add(line: string): void {
    this.#block += `${line}\n`;
    if (this.#block.length >= BLOCK_CHARACTERS) this.#handOn();
  }

  /** Hands on what there is; resolves once the other side has taken enough to go on. */
  async flush({ signal }: { signal: AbortSignal }): Promise<void> {
    this.#handOn();
    if (!this.#isFull) return;
    await once(this.#stream, 'drain', { signal }).catch((error: unknown) => {
      signal.throwIfAborted();
      throw error;
    });
    this.#isFull = false;
  }

  #handOn(): void {
    if (this.#block === '') return;
    this.#isFull = !this.#stream.write(this.#block);
    this.#block = '';
  }
}
