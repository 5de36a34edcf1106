import { encodeInfo } from './encode-info.ts';
import { encodePlayers } from './encode-players.ts';
import { encodeRules } from './encode-rules.ts';
import type { FakeGame } from './fake-game.ts';
import type { QueryPart } from './read-query.ts';

/** The most a UDP datagram can carry over IPv4. */
export const MAX_DATAGRAM_BYTES = 65_507;
const HEADER_BYTES = 4;

/**
 * The same game with so much more to say that its reply takes exactly this many bytes, header included: longer
 * keywords, one more player with a long name, or one more rule with a long value.
 *
 * @throws {RangeError} when the reply is longer already, or no datagram is that long.
 */
export function padReply(part: QueryPart, game: FakeGame, bytes: number): FakeGame {
  const padded = (length: number): FakeGame => {
    const padding = 'x'.repeat(length);
    switch (part) {
      case 'info':
        return { ...game, endsAfterVersion: false, keywords: padding };
      case 'players':
        return { ...game, players: [...game.players, { name: padding, score: 0, durationSeconds: 0 }] };
      case 'rules':
        return { ...game, rules: [...game.rules, ['padding', padding]] };
    }
  };
  const missing = bytes - HEADER_BYTES - lengthOf(part, padded(0));
  if (missing < 0 || bytes > MAX_DATAGRAM_BYTES)
    throw new RangeError(`A reply of ${bytes} bytes is impossible.`);
  return padded(missing);
}

function lengthOf(part: QueryPart, game: FakeGame): number {
  const encode = { info: encodeInfo, players: encodePlayers, rules: encodeRules }[part];
  return encode(game).length;
}
