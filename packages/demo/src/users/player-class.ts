export const PLAYER_CLASSES = [
  'scout',
  'sniper',
  'soldier',
  'demoman',
  'medic',
  'heavy',
  'pyro',
  'spy',
  'engineer',
] as const;

/** One of Team Fortress 2's nine. */
export type PlayerClass = (typeof PLAYER_CLASSES)[number];

/** The class of a number, 1 to 9; undefined for any other, which modes and mods use for more. */
export function playerClassOf(number: number): PlayerClass | undefined {
  return PLAYER_CLASSES[number - 1];
}
