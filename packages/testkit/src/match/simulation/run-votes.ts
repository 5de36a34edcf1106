import { TICKS_PER_SECOND } from '../match-options.ts';
import type { MatchPlayer } from './match-player.ts';
import type { MatchState } from './match-state.ts';

const VOTE_SECONDS = 12;
const PAUSE_SECONDS = 4;

interface RunningVote {
  readonly voteIndex: number;
  readonly target: MatchPlayer;
  readonly voters: readonly MatchPlayer[];
  readonly startedAt: number;
  cast: number;
  yes: number;
}

/** Calls a vote now and then, to kick somebody, and lets it be fought out. Nobody is kicked. */
export class Votes {
  readonly #state: MatchState;
  #nextVoteAt: number;
  #voteCount = 0;
  #running: RunningVote | undefined;

  constructor(state: MatchState) {
    this.#state = state;
    this.#nextVoteAt = firstAt(state.options.voteEverySeconds);
  }

  run(): void {
    const { tick } = this.#state;
    if (this.#running !== undefined) this.#goOn(this.#running);
    else if (tick >= this.#nextVoteAt) this.#start();
  }

  #start(): void {
    const state = this.#state;
    const humans = state.players
      .filter((player) => player !== undefined)
      .filter((player) => player.identity.kind === 'human' && player.isPlaying);
    this.#nextVoteAt = state.after(state.options.voteEverySeconds);
    const caller = humans[state.random.below(humans.length || 1)];
    const target = humans.find((player) => player !== caller && player.team === caller?.team);
    if (caller === undefined || target === undefined) return;
    this.#voteCount++;
    const voters = humans.filter((player) => player !== target);
    const voteIndex = this.#voteCount;
    this.#running = { voteIndex, target, voters, startedAt: state.tick, cast: 0, yes: 0 };
    state.events.push({ type: 'vote-start', voteIndex, caller, target });
  }

  /** One voter after another, evenly, those who have left excepted. */
  #goOn(vote: RunningVote): void {
    const state = this.#state;
    const elapsed = (state.tick - vote.startedAt) / (VOTE_SECONDS * TICKS_PER_SECOND);
    const voter = vote.voters[vote.cast];
    if (voter !== undefined && elapsed * vote.voters.length > vote.cast + 0.5) {
      vote.cast++;
      if (!voter.isConnected) return;
      const isYes = state.random.fraction() < 0.5;
      if (isYes) vote.yes++;
      state.events.push({ type: 'vote-cast', voteIndex: vote.voteIndex, voter, isYes });
    }
    if (elapsed < 1) return;
    const hasPassed = vote.yes * 2 > vote.cast;
    state.events.push({ type: 'vote-end', voteIndex: vote.voteIndex, target: vote.target, hasPassed });
    this.#running = undefined;
  }
}

/** Stops the match for a few seconds now and then. */
export class Pauses {
  readonly #state: MatchState;
  #nextPauseAt: number;
  #endsAt = Number.POSITIVE_INFINITY;

  constructor(state: MatchState) {
    this.#state = state;
    this.#nextPauseAt = firstAt(state.options.pauseEverySeconds);
  }

  run(): void {
    const state = this.#state;
    if (state.isPaused ? state.tick < this.#endsAt : state.tick < this.#nextPauseAt) return;
    state.isPaused = !state.isPaused;
    if (state.isPaused) this.#endsAt = state.after(PAUSE_SECONDS);
    else this.#nextPauseAt = state.after(state.options.pauseEverySeconds);
    state.events.push({ type: 'pause', isPaused: state.isPaused });
  }
}

/** Half the time between two: short matches have one too. */
function firstAt(everySeconds: number): number {
  return everySeconds === 0 ? Number.POSITIVE_INFINITY : Math.ceil((everySeconds / 2) * TICKS_PER_SECOND);
}
