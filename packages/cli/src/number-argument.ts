import { InvalidArgumentError } from 'commander';

/** Reads a whole number given on the command line; commander says which option was wrong. */
export function wholeNumber({ min, max }: { min: number; max: number }): (text: string) => number {
  return (text) => {
    const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
  };
}

/** The number Steam gives an app. */
export const parseAppId = wholeNumber({ min: 1, max: 0xffff_ffff });
