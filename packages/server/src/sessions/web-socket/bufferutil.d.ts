declare module 'bufferutil' {
  /** XORs `length` bytes of `source` with the 4-byte mask into `output` at `offset`, in rising order. */
  export function mask(
    source: Uint8Array,
    mask: Uint8Array,
    output: Uint8Array,
    offset: number,
    length: number,
  ): void;
  /** XORs a buffer with the 4-byte mask, in place. */
  export function unmask(buffer: Uint8Array, mask: Uint8Array): void;
  const bufferUtil: { mask: typeof mask; unmask: typeof unmask };
  export default bufferUtil;
}
