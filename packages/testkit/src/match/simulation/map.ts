/** The map is a box this far each way, with gentle hills. */
export const MAP_REACH = 2600;
export const MAP_FLOOR = -128;
export const MAP_CEILING = 1024;

/** Height of the ground, in units: a pass between two hills. */
export function groundHeight(x: number, y: number): number {
  return (x * x - y * y) * (96 / (MAP_REACH * MAP_REACH));
}

/** The five control points lie along the map, RED's last one first. */
export const POINTS = ['RED last', 'RED second', 'the middle', 'BLU second', 'BLU last'] as const;

/** Where on the map's length a control point lies. */
export function pointX(point: number): number {
  return (point - 2) * (MAP_REACH * 0.4);
}
