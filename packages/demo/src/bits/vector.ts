/** A point, a direction or a set of angles, in map units or degrees. */
export type Vector = readonly [x: number, y: number, z: number];
