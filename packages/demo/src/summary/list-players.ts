import type { DemoClock } from './demo-clock.ts';
import type { PlayerSummary, TimeSpent } from './player-summary.ts';
import type { PlayerTally } from './player-tally.ts';
import type { Roster } from './roster.ts';
import { secondsOf } from './seconds-of.ts';
import type { TimeKeeper } from './time-keeper.ts';
import type { ToldStatistics } from './told-statistics.ts';

interface Facts {
  readonly roster: Roster;
  readonly clock: DemoClock;
  readonly told: ToldStatistics;
  readonly tickIntervalSeconds: number;
}

/** Everybody who took part, in the order they came; who came several times once. */
export function listPlayers(facts: Facts): PlayerSummary[] {
  const people = new Map<unknown, PlayerTally[]>();
  for (const tally of facts.roster.tallies) {
    // A Steam ID tells that it is the same person; without one, it is at least the same user.
    const person = tally.user.steamId64 ?? tally.user;
    const tallies = people.get(person);
    if (tallies === undefined) people.set(person, [tally]);
    else tallies.push(tally);
  }
  return [...people.values()].map((tallies) => summarisePlayer(tallies, facts));
}

function summarisePlayer(tallies: readonly PlayerTally[], facts: Facts): PlayerSummary {
  const { told, clock, tickIntervalSeconds } = facts;
  const users = tallies.map(({ user }) => user);
  const now = tallies.findLast((tally) => tally.openConnection !== undefined);
  const latest = now?.user ?? users.at(-1);
  const sum = (isTold: boolean, count: (tally: PlayerTally) => number) =>
    isTold ? tallies.reduce((total, tally) => total + count(tally), 0) : null;
  const timeIn = <S extends string>(keeperOf: (tally: PlayerTally) => TimeKeeper<S>) =>
    timeSpent(tallies.map(keeperOf), clock.tick, tickIntervalSeconds);
  return {
    steamId64: latest?.steamId64 ?? null,
    networkId: latest?.networkId ?? '',
    name: latest?.name ?? '',
    names: [...new Set(users.flatMap(({ names }) => names))],
    userIds: [...new Set(users.map(({ userId }) => userId))],
    isBot: latest?.isFakePlayer === true && !latest.isSourceTv,
    isSourceTv: latest?.isSourceTv ?? false,
    connections: tallies.flatMap(({ connections }) => connections),
    team: now?.teams.state ?? null,
    class: now?.classes.state ?? null,
    timeByTeam: timeIn(({ teams }) => teams),
    timeByClass: timeIn(({ classes }) => classes),
    kills: sum(told.areDeathsTold, ({ kills }) => kills),
    assists: sum(told.areAssistsTold, ({ assists }) => assists),
    deaths: sum(told.areDeathsTold, ({ deaths }) => deaths),
    suicides: sum(told.areDeathsTold, ({ suicides }) => suicides),
    damage: sum(told.isDamageTold, ({ damage }) => damage),
    damageTaken: sum(told.isDamageTold, ({ damageTaken }) => damageTaken),
    healing: sum(told.isHealingTold, ({ healing }) => healing),
  };
}

function timeSpent<S extends string>(
  keepers: readonly TimeKeeper<S>[],
  untilTick: number,
  tickIntervalSeconds: number,
): { readonly [P in S]?: TimeSpent } {
  const totals = new Map<S, number>();
  for (const keeper of keepers) keeper.addTo(totals, untilTick);
  const spent: { [P in S]?: TimeSpent } = {};
  for (const [state, ticks] of totals) {
    if (ticks > 0) spent[state] = { ticks, seconds: secondsOf(ticks, tickIntervalSeconds) };
  }
  return spent;
}
