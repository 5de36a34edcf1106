/** Repeats what was written before; a copy that overlaps itself repeats a pattern. */
export function repeatEarlier(output: Uint8Array, at: number, offset: number, length: number): void {
  if (offset >= length) output.copyWithin(at, at - offset, at - offset + length);
  else for (let i = 0; i < length; i++) output[at + i] = output[at + i - offset] ?? 0;
}
