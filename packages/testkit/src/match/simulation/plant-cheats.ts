import type { CheatRequest } from '../match-options.ts';
import { fire } from './fight.ts';
import type { MatchPlayer } from './match-player.ts';
import type { MatchState } from './match-state.ts';
import { wrapYaw } from './move-players.ts';

/**
 * Detectors look away for 60 ticks after somebody came to life, and before they do: whoever is to cheat
 * has to have lived longer than that, and to live on.
 */
const QUIET_TICKS = 64;
/** Packets come every tick for so long before a cheat and behind it: what lasts one tick is to be seen. */
const WATCHED_TICKS = 8;

/** How long each cheat lasts. */
const LASTS_TICKS = {
  spin: 66,
  'out-of-bounds-pitch': 40,
  'half-turn': 2,
  'silent-aim': 3,
  'aim-snap': 18,
} as const satisfies Record<CheatRequest['kind'], number>;

interface RunningCheat {
  readonly request: CheatRequest;
  readonly player: MatchPlayer;
  readonly beginsAt: number;
  /** Where they looked shortly before. */
  pitch: number;
  yaw: number;
}

/** Makes players cheat when they are told to; the view is the last thing of a tick that is decided. */
export class CheatPlanter {
  readonly #state: MatchState;
  readonly #waiting: CheatRequest[];
  readonly #running: RunningCheat[] = [];

  constructor(state: MatchState) {
    this.#state = state;
    this.#waiting = [...state.options.cheats].sort((a, b) => a.atTick - b.atTick);
  }

  /** Whether this tick needs a packet of its own. */
  get isWatched(): boolean {
    return this.#running.some(({ beginsAt }) => this.#state.tick >= beginsAt - WATCHED_TICKS);
  }

  run(): void {
    const { tick } = this.#state;
    for (let i = 0; i < this.#waiting.length; i++) {
      const request = this.#waiting[i];
      if (request === undefined || request.atTick - QUIET_TICKS > tick) continue;
      if (this.#begin(request)) this.#waiting.splice(i--, 1);
    }
    for (let i = 0; i < this.#running.length; i++) {
      const cheat = this.#running[i];
      if (cheat !== undefined && this.#goOn(cheat)) this.#running.splice(i--, 1);
    }
  }

  /** Readies somebody who is alive, and cheats nowhere else already. */
  #begin(request: CheatRequest): boolean {
    const { players, tick, round } = this.#state;
    const player = players[request.player + 1];
    if (player === undefined || !player.isAlive || round.phase !== 'fight') return false;
    if (this.#running.some((cheat) => cheat.player === player)) return false;
    const livedLongEnough = player.spawnedAt + QUIET_TICKS;
    const beginsAt = Math.max(request.atTick, livedLongEnough, tick + WATCHED_TICKS + 1);
    // Everybody comes to life anew with the next round.
    if (beginsAt + LASTS_TICKS[request.kind] + QUIET_TICKS > round.phaseEndsAt) return false;
    player.safeUntil = beginsAt + LASTS_TICKS[request.kind] + QUIET_TICKS;
    this.#running.push({ request, player, beginsAt, pitch: 0, yaw: 0 });
    return true;
  }

  /** Decides the view of one tick; true when the cheat is over and was seen to the end. */
  #goOn(cheat: RunningCheat): boolean {
    const state = this.#state;
    const { player, request, beginsAt } = cheat;
    const at = state.tick - beginsAt;
    const lasts = LASTS_TICKS[request.kind];
    if (at === 0) state.events.push({ type: 'cheat', player, kind: request.kind, part: 'begins' });
    if (at === lasts) state.events.push({ type: 'cheat', player, kind: request.kind, part: 'ends' });
    if (at === -WATCHED_TICKS) {
      cheat.pitch = player.pitch;
      cheat.yaw = player.yaw;
    }
    if (at >= -WATCHED_TICKS && at < lasts + WATCHED_TICKS) VIEWS[request.kind](state, cheat, at);
    return at > lasts + WATCHED_TICKS;
  }
}

type ViewRule = (state: MatchState, cheat: RunningCheat, at: number) => void;

function look(player: MatchPlayer, pitch: number, yaw: number): void {
  player.pitch = pitch;
  player.yaw = wrapYaw(yaw);
  player.pitchSpeed = 0;
  player.yawSpeed = 0;
}

/** What each cheat does to the view, from a few ticks before it until a few behind it. */
const VIEWS: Readonly<Record<CheatRequest['kind'], ViewRule>> = {
  spin: (_state, { player, yaw }, at) => {
    if (at >= 0 && at < LASTS_TICKS.spin) look(player, 10, yaw + at * 61);
  },
  'out-of-bounds-pitch': (_state, { player }, at) => {
    if (at >= 0 && at < LASTS_TICKS['out-of-bounds-pitch']) player.pitch = 90;
  },
  /** From straight up to straight down and about in one tick: pitch is all of 180°, which no yaw can be. */
  'half-turn': (_state, { player }, at) => {
    if (at === -1) look(player, -90, 90);
    else if (at === 0) look(player, 90, 270.2);
  },
  /** Looks away for the tick of the shot, and is back where it was in the next. */
  'silent-aim': (state, { player, pitch, yaw }, at) => {
    const away = pitch > 0 ? -6 : 6;
    look(player, at === 0 ? pitch + away : pitch, at === 0 ? yaw + 21 : yaw);
    if (at === 0) shootNow(state, player);
  },
  /** Small motion, a jump of 31° onto the target, a shot, small motion again. */
  'aim-snap': (state, { player, pitch, yaw }, at) => {
    const sway = (at & 1) === 0 ? 0.4 : -0.4;
    look(player, pitch, yaw + (at >= 0 ? 31 : 0) + sway + at * 0.05);
    if (at === 1) shootNow(state, player);
  },
};

function shootNow(state: MatchState, player: MatchPlayer): void {
  player.activeWeapon = player.playerClass.weapons[0].damage > 0 ? 0 : 2;
  fire(state, player, 'none');
}
