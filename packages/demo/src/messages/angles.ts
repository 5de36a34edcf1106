import type { BitReader } from '../bits/bit-reader.ts';
import type { BitWriter } from '../bits/bit-writer.ts';
import type { Vector } from '../bits/vector.ts';

const STEPS = 65_536;
const DEGREES_PER_STEP = 360 / STEPS;

/** What three angles take. */
export const ANGLES_BITS = 3 * 16;

/** Reads three angles in degrees: exact multiples of 360/65536, from 0 to less than 360. */
export function readAngles(reader: BitReader): Vector {
  return [
    reader.readUint(16) * DEGREES_PER_STEP,
    reader.readUint(16) * DEGREES_PER_STEP,
    reader.readUint(16) * DEGREES_PER_STEP,
  ];
}

/** @throws {RangeError} when an angle lies between the steps of 360/65536, or is not 0 to less than 360 */
export function writeAngles(writer: BitWriter, angles: Vector): void {
  for (const angle of angles) {
    const steps = Math.round(angle / DEGREES_PER_STEP);
    if (!(steps >= 0 && steps < STEPS) || steps * DEGREES_PER_STEP !== angle) {
      throw new RangeError(`An angle is 0 to less than 360 degrees in steps of 360/65536, not ${angle}.`);
    }
    writer.writeUint(steps, 16);
  }
}
