const MAX_UINT32 = 0xffff_ffff;

/** A whole number above 0 as the text of a parameter; throws a RangeError that says `what` it is for any other. */
export function numberParameter(what: string, value: number, max = MAX_UINT32): string {
  if (Number.isInteger(value) && value >= 1 && value <= max) return String(value);
  throw new RangeError(`${what} is a whole number from 1 to ${max}, not ${value}.`);
}

/** Whether it is the number of an app; lists say 0 where they do not know it. */
export function isAppId(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= MAX_UINT32;
}
