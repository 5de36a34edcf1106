/** Longer codes are refused by decoders. */
const MAX_CODE_BITS = 17;

interface Tree {
  readonly weight: number;
  readonly symbols: readonly number[];
}

/** How many bits each symbol gets (Huffman); one that never occurs gets a code too, as the format demands. */
export function codeLengths(symbols: readonly number[], alphabetSize: number): number[] {
  let weights = new Array<number>(alphabetSize).fill(1);
  for (const symbol of symbols) weights[symbol] = (weights[symbol] ?? 0) + 1;
  for (;;) {
    const lengths = huffmanLengths(weights);
    if (Math.max(...lengths) <= MAX_CODE_BITS) return lengths;
    weights = weights.map((weight) => 1 + (weight >> 1));
  }
}

function huffmanLengths(weights: readonly number[]): number[] {
  const lengths = weights.map(() => 0);
  const trees: Tree[] = weights.map((weight, symbol) => ({ weight, symbols: [symbol] }));
  while (trees.length > 1) {
    trees.sort((a, b) => b.weight - a.weight);
    const merged = [...(trees.pop()?.symbols ?? []), ...(trees.pop()?.symbols ?? [])];
    for (const symbol of merged) lengths[symbol] = (lengths[symbol] ?? 0) + 1;
    trees.push({ weight: merged.reduce((sum, symbol) => sum + (weights[symbol] ?? 0), 0), symbols: merged });
  }
  return lengths;
}

/** The canonical codes of these lengths: shorter ones first, those of one length in the order of their symbols. */
export function canonicalCodes(lengths: readonly number[]): number[] {
  const codes = lengths.map(() => 0);
  let code = 0;
  for (let length = 1; length <= MAX_CODE_BITS; length++) {
    for (const [symbol, symbolLength] of lengths.entries()) {
      if (symbolLength === length) codes[symbol] = code++;
    }
    code <<= 1;
  }
  return codes;
}
