/** A run of bits taken out of a stream as they were: bit n is bit `n & 7` of byte `n >> 3`. */
export interface BitString {
  /** The bits, those behind the last one zero. */
  readonly bytes: Uint8Array;
  /** How many there are. */
  readonly bits: number;
}
