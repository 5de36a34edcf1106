import { type GameServerObservation, hasAnswered } from '@demobase/steam';
import { describeSilence } from './part-outcome-text.ts';
import { visibleText } from './terminal-text.ts';

/** Tells of one look after the other at a game server what it saw, and what changed since it last could see. */
export class WatchLines {
  #map: string | undefined;
  #names: readonly string[] | undefined;

  /** As `2026-01-31 20:15:00  12/24  cp_dustbowl  +Rocket Ronda`. */
  next(observation: GameServerObservation): string {
    const time = observation.observed_at.slice(0, 19).replace('T', ' ');
    if (!hasAnswered(observation)) return `${time}  ${describeSilence(observation)}`;
    const { reported, counted } = observation.player_counts;
    const { map, max_players: max } = observation.ping_data ?? {};
    const players = `${reported ?? counted ?? '-'}/${max ?? '-'}`;
    return [time, players.padStart(7), visibleText(map ?? '-'), ...this.#changes(observation)].join('  ');
  }

  #changes({ ping_data: ping, players_data: players, outcomes }: GameServerObservation): string[] {
    const changes: string[] = [];
    if (ping?.map !== undefined) {
      if (this.#map !== undefined && this.#map !== ping.map) changes.push(`map was ${this.#map}`);
      this.#map = ping.map;
    }
    // Who is missing in a list that was cut short may still be there.
    if (players && outcomes.players.outcome === 'ok') {
      // Players who are still connecting have no name yet.
      const names = (players.players ?? []).map(({ name }) => name).filter((name) => name !== '');
      if (this.#names) {
        changes.push(...without(names, this.#names).map((name) => `+${name}`));
        changes.push(...without(this.#names, names).map((name) => `-${name}`));
      }
      this.#names = names;
    }
    return changes.map(visibleText);
  }
}

/** What is in one list and not in the other; names are not unique, so each counts once. */
function without(names: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const name of others) left.set(name, (left.get(name) ?? 0) + 1);
  return names.filter((name) => {
    const count = left.get(name) ?? 0;
    left.set(name, count - 1);
    return count <= 0;
  });
}
