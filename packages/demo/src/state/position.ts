import type { PropertyValues } from '../entities/property-values.ts';

/** A place in the map, in units (a player is 82 high): z is up. NaN where it is not known. */
export interface Position {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A place that changes without a new object. */
export class MovingPosition implements Position {
  x = Number.NaN;
  y = Number.NaN;
  z = Number.NaN;

  set(x: number, y: number, z: number): void {
    this.x = x;
    this.y = y;
    this.z = z;
  }

  /** Takes a vector's three numbers over. */
  take(values: PropertyValues, slot: number): void {
    if (slot < 0) return;
    this.set(values.number(slot), values.number(slot + 1), values.number(slot + 2));
  }
}

/** The straight way between two places; NaN where one is not known. */
export function distanceBetween(a: Position, b: Position): number {
  const x = a.x - b.x;
  const y = a.y - b.y;
  const z = a.z - b.z;
  return Math.sqrt(x * x + y * y + z * z);
}
