/**
 * The side somebody is on. Source's first two are the same in every game; Team Fortress 2's others have
 * names, those of other games only numbers.
 */
export type Team = 'unassigned' | 'spectator' | 'red' | 'blue' | `team-${number}`;

/** The engine's own limit. Were every number a team, a made-up demo could have millions of them. */
const MAX_TEAMS = 32;

/** The team of a number, in a game known by its directory; undefined for what no team has as its number. */
export function teamOf(number: number, game: string): Team | undefined {
  if (!Number.isInteger(number) || number < 0 || number >= MAX_TEAMS) return undefined;
  if (number === 0) return 'unassigned';
  if (number === 1) return 'spectator';
  if (isTeamFortress(game)) {
    if (number === 2) return 'red';
    if (number === 3) return 'blue';
  }
  return `team-${number}`;
}

/** Whether people on this team play. */
export function isPlaying(team: Team | null): boolean {
  return team !== null && team !== 'unassigned' && team !== 'spectator';
}

/** Whether the classes, teams and reasons of Team Fortress 2 hold: mods of it keep them. */
export function isTeamFortress(game: string): boolean {
  return game.startsWith('tf');
}
