/** Puts the payload of one command together from the pieces it comes in. */
export class PayloadBuffer {
  bytes: Uint8Array = new Uint8Array();
  start = 0;
  end = 0;
  /** What pieces are gathered in when one does not hold all; it grows with what comes, not with what is claimed. */
  #gathered: Uint8Array = new Uint8Array(4096);
  #gatheredBytes = 0;

  clear(): void {
    this.#gatheredBytes = 0;
    this.start = 0;
    this.end = 0;
  }

  /** Takes a piece of a payload that is so long; a piece that is all of it is used where it lies. */
  take(piece: Uint8Array, start: number, end: number, payloadBytes: number): void {
    if (end - start === payloadBytes) {
      this.bytes = piece;
      this.start = start;
      this.end = end;
      return;
    }
    const bytes = this.#gatheredBytes + end - start;
    if (bytes > this.#gathered.length) this.#grow(bytes, payloadBytes);
    this.#gathered.set(piece.subarray(start, end), this.#gatheredBytes);
    this.#gatheredBytes = bytes;
    this.bytes = this.#gathered;
    this.end = bytes;
  }

  #grow(needed: number, payloadBytes: number): void {
    const grown = new Uint8Array(Math.max(needed, Math.min(payloadBytes, this.#gathered.length * 2)));
    grown.set(this.#gathered.subarray(0, this.#gatheredBytes));
    this.#gathered = grown;
  }
}
