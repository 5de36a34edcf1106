import { type Answer, expectedAnswer } from './expected-answer.ts';

/** How many servers were answered for rightly, wrongly, and not at all. */
export interface Tally {
  readonly right: number;
  readonly wrong: number;
  readonly missing: number;
}

/** Compares every answer with what the fleet says; one that comes too often or was not asked for is wrong. */
export function checkAnswers(
  asked: { readonly addresses: readonly string[]; readonly passes: number },
  answers: readonly Answer[],
): Tally {
  const { addresses, passes } = asked;
  const servers = new Map(addresses.map((address, index) => [address, { index, missing: passes }]));
  let right = 0;
  for (const answer of answers) {
    const server = servers.get(answer.address);
    if (!server || server.missing === 0) continue;
    server.missing--;
    if (isRight(answer, server.index)) right++;
  }
  const missing = [...servers.values()].reduce((sum, server) => sum + server.missing, 0);
  return { right, wrong: answers.length - right, missing };
}

/** The order of the players is not compared: some libraries sort them. */
function isRight(answer: Answer, index: number): boolean {
  const expected = expectedAnswer(index);
  return (
    answer.name === expected.name &&
    answer.map === expected.map &&
    answer.playerCount === expected.playerCount &&
    answer.maxPlayers === expected.maxPlayers &&
    answer.players.length === expected.players.length &&
    answer.players.toSorted().join() === expected.players.toSorted().join()
  );
}
