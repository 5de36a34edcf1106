const RUN_BYTES = 4;
const MAX_RUN_BYTES = RUN_BYTES + 251;
const RUN_A = 0;
const RUN_B = 1;

/** First step: four equal bytes in a row are followed by how many more of them there were. */
export function encodeRuns(bytes: Uint8Array): Uint8Array {
  const encoded: number[] = [];
  for (let start = 0; start < bytes.length; ) {
    const byte = bytes[start] ?? 0;
    let end = start + 1;
    while (end < bytes.length && bytes[end] === byte && end - start < MAX_RUN_BYTES) end++;
    const length = end - start;
    for (let i = 0; i < Math.min(length, RUN_BYTES); i++) encoded.push(byte);
    if (length >= RUN_BYTES) encoded.push(length - RUN_BYTES);
    start = end;
  }
  return Uint8Array.from(encoded);
}

/** Second step (Burrows and Wheeler): the last column of all rotations in order, and where the original stands. */
export function sortRotations(bytes: Uint8Array): {
  readonly lastColumn: Uint8Array;
  readonly origin: number;
} {
  const size = bytes.length;
  const order = sortedRotationStarts(bytes);
  return {
    lastColumn: Uint8Array.from(order, (start) => bytes[(start + size - 1) % size] ?? 0),
    origin: order.indexOf(0),
  };
}

/** Sorts by the first byte, then by twice as many at a time, so that long repetitions cost no more than other input. */
function sortedRotationStarts(bytes: Uint8Array): Int32Array {
  const size = bytes.length;
  const order = Int32Array.from(bytes, (_, start) => start);
  let ranks = Int32Array.from(bytes);
  order.sort((a, b) => (ranks[a] ?? 0) - (ranks[b] ?? 0));
  for (let known = 1; known < size; known *= 2) {
    const compare = (a: number, b: number) =>
      (ranks[a] ?? 0) - (ranks[b] ?? 0) ||
      (ranks[(a + known) % size] ?? 0) - (ranks[(b + known) % size] ?? 0);
    order.sort(compare);
    const nextRanks = new Int32Array(size);
    let rank = 0;
    for (let i = 1; i < size; i++) {
      if (compare(order[i - 1] ?? 0, order[i] ?? 0) !== 0) rank++;
      nextRanks[order[i] ?? 0] = rank;
    }
    ranks = nextRanks;
    if (rank === size - 1) break;
  }
  return order;
}

/** Third step: each byte as its place in a list of the last seen ones, runs of the first place as binary digits. */
export function moveToFront(
  column: Uint8Array,
  usedBytes: readonly number[],
): { readonly symbols: readonly number[]; readonly endOfBlock: number } {
  const recent = [...usedBytes];
  const symbols: number[] = [];
  let zeros = 0;
  const flushZeros = () => {
    // Bijective base 2: RUN_A is the digit one, RUN_B the digit two, the lowest first.
    for (; zeros > 0; zeros = (zeros - 1) >> 1) symbols.push(zeros % 2 === 1 ? RUN_A : RUN_B);
  };
  for (const byte of column) {
    const place = recent.indexOf(byte);
    if (place === 0) {
      zeros++;
      continue;
    }
    flushZeros();
    symbols.push(place + 1);
    recent.splice(place, 1);
    recent.unshift(byte);
  }
  flushZeros();
  const endOfBlock = usedBytes.length + 1;
  symbols.push(endOfBlock);
  return { symbols, endOfBlock };
}
