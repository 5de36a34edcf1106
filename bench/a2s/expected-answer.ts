import type { FakeGame } from '@demobase/testkit';

/** More players than on any real server of the games in question would only measure the reading of names. */
const MAX_PLAYERS = 24;

/** What a program of the bench says one server answered. */
export interface Answer {
  /** As `127.0.0.1:20000`. */
  readonly address: string;
  readonly name: string;
  readonly map: string;
  readonly playerCount: number;
  readonly maxPlayers: number;
  readonly players: readonly string[];
}

/** What the server of this index says of itself: no two say the same. */
export function gameOf(index: number): Partial<FakeGame> {
  const answer = expectedAnswer(index);
  return {
    name: answer.name,
    map: answer.map,
    maxPlayers: answer.maxPlayers,
    players: answer.players.map((name, i) => ({ name, score: index - i, durationSeconds: 61.5 * i })),
  };
}

/** The only right answer of the server of this index. */
export function expectedAnswer(index: number): Omit<Answer, 'address'> {
  const playerCount = index % (MAX_PLAYERS + 1);
  return {
    name: `Server ${index} ☂ all day`,
    map: `koth_map_${index % 97}`,
    playerCount,
    maxPlayers: MAX_PLAYERS,
    players: Array.from({ length: playerCount }, (_, i) => `Zoë ${i} of ${index}`),
  };
}
