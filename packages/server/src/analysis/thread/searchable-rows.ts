import type { DemoSummary, PlayerReference } from '@demobase/demo';

/** The lists of a summary as rows of their tables, by the names of the columns. */
export interface SearchableRows {
  readonly players: readonly object[];
  readonly chat: readonly object[];
  readonly kills: readonly object[];
  readonly rounds: readonly object[];
}

const MAX_INTEGER = 2 ** 31;

/**
 * Makes the rows that searches look at. A demo can claim any number: what a column cannot hold becomes null, so
 * that no demo keeps its own summary out of the database.
 */
export function searchableRows(summary: DemoSummary): SearchableRows {
  return {
    players: summary.players.map((player, place) => ({
      place,
      steam_id: player.steamId64,
      name: player.name,
      names: player.names,
      user_ids: player.userIds.filter((userId) => integer(userId) !== null),
      is_bot: player.isBot,
      is_source_tv: player.isSourceTv,
      team: player.team,
      class: player.class,
      kills: integer(player.kills),
      assists: integer(player.assists),
      deaths: integer(player.deaths),
      suicides: integer(player.suicides),
      damage: wholeNumber(player.damage),
      damage_taken: wholeNumber(player.damageTaken),
      healing: wholeNumber(player.healing),
    })),
    chat: summary.chat.map(({ tick, player, from, kind, text }, place) => ({
      place,
      tick,
      steam_id: player?.steamId64 ?? null,
      name: player?.name ?? from,
      kind,
      text,
    })),
    kills: summary.kills.map((kill, place) => ({
      place,
      tick: kill.tick,
      cause: kill.cause,
      ...named('victim', kill.victim),
      ...named('attacker', kill.attacker),
      ...named('assister', kill.assister),
      weapon: kill.weapon,
      crit: kill.crit,
      custom_kill: integer(kill.customKill),
      is_feigned: kill.isFeigned,
    })),
    rounds: summary.rounds.map((round, place) => ({
      place,
      start_tick: round.startTick,
      active_tick: round.activeTick,
      end_tick: round.endTick,
      outcome: round.outcome,
      winner: round.winner,
      win_reason: round.winReason,
      red_score: integer(round.scores?.red),
      blue_score: integer(round.scores?.blue),
    })),
  };
}

function named(role: string, player: PlayerReference | null): object {
  return { [`${role}_steam_id`]: player?.steamId64 ?? null, [`${role}_name`]: player?.name ?? null };
}

/** For a column of 32 bits. */
function integer(value: number | null | undefined): number | null {
  const isOne = value != null && Number.isInteger(value) && value >= -MAX_INTEGER && value < MAX_INTEGER;
  return isOne ? value : null;
}

/** For a column of 64 bits. */
function wholeNumber(value: number | null): number | null {
  return value !== null && Number.isSafeInteger(value) ? value : null;
}
