/**
 * The side somebody is on. Source's first two are the same in every game; Team Fortress 2's others have
 * names, those of other games only numbers.
 */
export type Team = 'unassigned' | 'spectator' | 'red' | 'blue' | `team-${number}`;

/** The team of a number, in a game known by its directory. */
export function teamOf(number: number, game: string): Team {
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
