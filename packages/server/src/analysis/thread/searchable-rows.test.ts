import { summariseDemo } from '@demobase/demo';
import { buildMatch } from '@demobase/testkit';
import { describe, expect, it } from 'vitest';
import { searchableRows } from './searchable-rows.ts';

const { bytes, facts } = buildMatch({ ticks: 2_000, players: 8, bots: 2, chatEverySeconds: 1 });
const summary = await summariseDemo([bytes]);

describe('searchableRows', () => {
  const rows = searchableRows(summary);

  it('have everything that was said, at its place', () => {
    const said = rows.chat.filter((row) => 'kind' in row && String(row.kind).startsWith('say'));
    expect(said).toMatchObject(facts.chat.map(({ tick, name, text }) => ({ tick, name, text })));
    expect(rows.chat.map((row) => 'place' in row && row.place)).toEqual(rows.chat.map((_, place) => place));
  });

  it('have every player once, with all their names, and Steam IDs as text', () => {
    const people = facts.players.filter(({ isBot }) => !isBot);
    for (const { accountId, names } of people) {
      const steam_id = String(76_561_197_960_265_728n + BigInt(accountId));
      expect(rows.players).toContainEqual(expect.objectContaining({ steam_id, names, is_bot: false }));
    }
    expect(rows.players.filter((row) => 'is_bot' in row && row.is_bot)).toHaveLength(2);
  });

  it('have every death, with who did it and by what', () => {
    expect(rows.kills).toMatchObject(
      facts.kills.map(({ tick, weapon, isFeigned }) => ({ tick, weapon, is_feigned: isFeigned })),
    );
  });

  it('say nothing where a demo claims what no column can hold', () => {
    const [player] = summary.players;
    if (!player) throw new Error('a match without players');
    const liar = {
      ...player,
      kills: 2 ** 40,
      damage: 1e300,
      healing: Number.POSITIVE_INFINITY,
      userIds: [1, 2 ** 32],
    };
    expect(searchableRows({ ...summary, players: [liar] }).players).toMatchObject([
      { kills: null, damage: null, healing: null, user_ids: [1] },
    ]);
  });
});
