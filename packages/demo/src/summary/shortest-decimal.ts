/** Nine digits tell any two floats of 32 bits apart. */
const MOST_DIGITS = 9;

/** The number with the fewest digits that is this float of 32 bits: 0.015, not 0.014999999664723873. */
export function shortestDecimal(float32: number): number {
  for (let digits = 1; digits < MOST_DIGITS; digits++) {
    const rounded = Number(float32.toPrecision(digits));
    if (Math.fround(rounded) === float32) return rounded;
  }
  return float32;
}
