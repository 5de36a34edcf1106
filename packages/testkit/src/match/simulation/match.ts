import type { CompleteMatchOptions } from '../match-options.ts';
import { fallDrops } from './fall-drops.ts';
import { fight } from './fight.ts';
import { flyProjectiles } from './fly-projectiles.ts';
import { heal } from './heal.ts';
import { MatchState } from './match-state.ts';
import { movePlayer, turnView } from './move-players.ts';
import { CheatPlanter } from './plant-cheats.ts';
import { playerClassOf } from './player-classes.ts';
import { runBuildings } from './run-buildings.ts';
import { Crowd } from './run-crowd.ts';
import { runLife, spawn } from './run-lives.ts';
import { runRounds } from './run-rounds.ts';
import { Pauses, Votes } from './run-votes.ts';

const TICKS_PER_VOICE = 6;

/** A match being played: the seed decides all of it. */
export class Match {
  readonly state: MatchState;
  readonly #crowd: Crowd;
  readonly #votes: Votes;
  readonly #pauses: Pauses;
  readonly #cheats: CheatPlanter;

  constructor(options: CompleteMatchOptions) {
    const state = new MatchState(options);
    this.state = state;
    this.#crowd = new Crowd(state);
    this.#votes = new Votes(state);
    this.#pauses = new Pauses(state);
    this.#cheats = new CheatPlanter(state);
    this.#crowd.gather();
    for (const player of state.players) {
      if (player === undefined || !player.isPlaying) continue;
      player.playerClass = playerClassOf(1 + ((player.slot * 4 + state.random.below(2)) % 9));
      spawn(state, player);
    }
    // Who is there when the recording begins came before it.
    state.events.length = 0;
  }

  /** Whether this tick needs a packet of its own. */
  get isWatched(): boolean {
    return this.#cheats.isWatched;
  }

  /** Plays one tick; what happens in it is added to the state's events. */
  advance(): void {
    const { state } = this;
    state.tick++;
    this.#pauses.run();
    if (state.isPaused) return;
    runRounds(state);
    this.#crowd.run();
    this.#votes.run();
    const { players } = state;
    for (let slot = 1; slot < players.length; slot++) {
      const player = players[slot];
      if (player !== undefined) runLife(state, player);
    }
    for (let slot = 1; slot < players.length; slot++) {
      const player = players[slot];
      if (player === undefined || !player.isAlive) continue;
      heal(state, player);
      movePlayer(state, player);
      turnView(state, player);
      if (state.round.phase === 'fight') fight(state, player);
    }
    this.#talk();
    flyProjectiles(state);
    fallDrops(state);
    runBuildings(state);
    this.#cheats.run();
  }

  /** A piece of voice for each tenth of a second that somebody talks. */
  #talk(): void {
    const { players, tick, events, random } = this.state;
    if (tick % TICKS_PER_VOICE !== 0) return;
    for (const player of players) {
      // Connections are never steady, which the scoreboard shows.
      if (player !== undefined && player.ping > 5) player.ping += random.below(3) - 1;
      if (player === undefined || tick > player.talksUntil) continue;
      events.push({ type: 'voice', player, bytes: 50 + random.below(60) });
    }
  }
}
