/** 169.254.0.0: the first of the addresses Steam gives to game servers behind its relay. */
const FIRST = 169 * 2 ** 24 + 254 * 2 ** 16;
const LAST = FIRST + 0xffff;
const DOTTED_QUAD = /^169\.254\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

/**
 * The number by which QueryByFakeIP knows an SDR address. Throws a RangeError for any address outside
 * 169.254.0.0/16: Steam relays to no other.
 *
 * @example
 * fakeIpToInteger('169.254.189.228'); // 2852044260
 */
export function fakeIpToInteger(fakeIp: string): number {
  const [, third, fourth] = DOTTED_QUAD.exec(fakeIp) ?? [];
  const rest = Number(third) * 256 + Number(fourth); // not shifted: bits make signed numbers
  if (Number(third) <= 255 && Number(fourth) <= 255) return FIRST + rest;
  throw new RangeError(
    `${JSON.stringify(fakeIp.slice(0, 64))} is not an SDR address. Expected one from 169.254.0.0 to 169.254.255.255.`,
  );
}

/** The way back. Throws a RangeError for a number outside 169.254.0.0/16. */
export function integerToFakeIp(integer: number): string {
  if (!Number.isInteger(integer) || integer < FIRST || integer > LAST) {
    throw new RangeError(
      `${integer} is not the number of an SDR address. Expected one from ${FIRST} to ${LAST}.`,
    );
  }
  const rest = integer - FIRST;
  return `169.254.${Math.floor(rest / 256)}.${rest % 256}`;
}
