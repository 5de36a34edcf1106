import type { GameEvent } from '../game-events/game-event.ts';
import { CappedList } from './capped-list.ts';
import { integerIn, isSetIn, numberIn } from './event-values.ts';
import type { Round } from './match-events.ts';
import type { ScoreBoard } from './score-board.ts';
import { shortestDecimal } from './shortest-decimal.ts';
import type { SummaryParts } from './summary-parts.ts';
import { isPlaying, type Team } from './team.ts';
import { STALEMATE_REASON, TIME_LIMIT_REASON, winReasonOf } from './win-reason.ts';

const NEW_ROUND: Round = {
  startTick: null,
  activeTick: null,
  endTick: null,
  outcome: 'open',
  winner: null,
  winReason: null,
  winReasonNumber: null,
  isTimeLimit: false,
  isFullRound: null,
  isSuddenDeath: null,
  roundSeconds: null,
  scores: null,
};

/** The rounds of Team Fortress 2, one after the other. */
export class RoundLog {
  readonly rounds = new CappedList<Round>();
  readonly #parts: SummaryParts;
  readonly #scoreBoard: ScoreBoard;

  constructor(parts: SummaryParts, scoreBoard: ScoreBoard) {
    this.#parts = parts;
    this.#scoreBoard = scoreBoard;
    parts.reader
      .onGameEvent('teamplay_round_start', () => this.#start())
      .onGameEvent('teamplay_round_active', () => this.#activate())
      .onGameEvent('arena_round_start', () => this.#activate())
      .onGameEvent('teamplay_round_win', (event) => this.#end(event, integerIn(event, 'team')))
      .onGameEvent('teamplay_win_panel', (event) => this.#showPanel(event))
      .onGameEvent('arena_win_panel', (event) => this.#showPanel(event));
  }

  /** The last round, unless it has ended. */
  get #open(): Round | undefined {
    const { last } = this.rounds;
    return last?.outcome === 'open' ? last : undefined;
  }

  #start(): void {
    const { tick } = this.#parts.clock;
    if (this.#open !== undefined) this.rounds.changeLast({ endTick: tick, outcome: 'restarted' });
    this.rounds.add({ ...NEW_ROUND, startTick: tick });
  }

  #activate(): void {
    // Where no start was told, the round began before the recording.
    if (this.#open === undefined) this.rounds.add(NEW_ROUND);
    if (this.#open?.activeTick === null) this.rounds.changeLast({ activeTick: this.#parts.clock.tick });
  }

  #end(event: GameEvent, teamNumber: number | undefined): void {
    if (this.#open === undefined) this.rounds.add(NEW_ROUND);
    const team = this.#parts.roster.teamOf(teamNumber);
    const winner = isPlaying(team) ? team : null;
    const winReasonNumber = integerIn(event, 'winreason') ?? null;
    const isFullRound = isSetIn(event, 'full_round') ?? isSetIn(event, 'round_complete') ?? null;
    const roundSeconds = numberIn(event, 'round_time');
    this.rounds.changeLast({
      endTick: this.#parts.clock.tick,
      outcome: outcomeOf(winner, winReasonNumber),
      winner,
      winReason: (winReasonNumber === null ? undefined : winReasonOf(winReasonNumber)) ?? null,
      winReasonNumber,
      isTimeLimit: winReasonNumber === TIME_LIMIT_REASON,
      isFullRound,
      isSuddenDeath: isSetIn(event, 'was_sudden_death') ?? null,
      roundSeconds: roundSeconds === undefined ? null : shortestDecimal(roundSeconds),
    });
    if (winner !== null && isFullRound !== false) this.#scoreBoard.addWin(winner);
    this.rounds.changeLast({ scores: this.#scoreBoard.scores });
  }

  /** The panel with the scores follows the end of a round; in a demo that lacks that event it is the end. */
  #showPanel(event: GameEvent): void {
    if (this.#open !== undefined) this.#end(event, integerIn(event, 'winning_team'));
    this.#scoreBoard.takePanel(event);
    this.rounds.changeLast({ scores: this.#scoreBoard.scores });
  }
}

function outcomeOf(winner: Team | null, winReasonNumber: number | null): Round['outcome'] {
  if (winReasonNumber === TIME_LIMIT_REASON) return 'time-limit';
  if (winner !== null) return 'won';
  return winReasonNumber === STALEMATE_REASON ? 'stalemate' : 'no-winner';
}
