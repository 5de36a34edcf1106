import { integerIn, isSetIn, numberIn } from '../game-events/event-values.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import { isPlaying, type Team } from '../users/team.ts';
import { CappedList } from './capped-list.ts';
import type { Round } from './match-events.ts';
import type { ScoreBoard } from './score-board.ts';
import { shortestDecimal } from './shortest-decimal.ts';
import type { SummaryParts } from './summary-parts.ts';
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

/**
 * The rounds of Team Fortress 2, one after the other. Two events tell how a round ended: the panel with the scores,
 * which the game shows first, and the win. Either may be missing.
 */
export class RoundLog {
  readonly rounds = new CappedList<Round>();
  readonly #parts: SummaryParts;
  readonly #scoreBoard: ScoreBoard;
  // Of the last round.
  #isPanelTold = false;
  #isWinTold = false;

  constructor(parts: SummaryParts, scoreBoard: ScoreBoard) {
    this.#parts = parts;
    this.#scoreBoard = scoreBoard;
    parts.reader
      .on('svc_ServerInfo', () => this.#beginLevel())
      .onGameEvent('teamplay_round_start', () => this.#start())
      .onGameEvent('teamplay_round_active', () => this.#activate())
      .onGameEvent('arena_round_start', () => this.#activate())
      .onGameEvent('teamplay_round_win', (event) => this.#takeWin(event))
      .onGameEvent('teamplay_win_panel', (event) => this.#showPanel(event))
      .onGameEvent('arena_win_panel', (event) => this.#showPanel(event));
  }

  /** The last round, unless it has ended. */
  get #open(): Round | undefined {
    const { last } = this.rounds;
    return last?.outcome === 'open' ? last : undefined;
  }

  /** No round outlasts its level. */
  #beginLevel(): void {
    const { tick } = this.#parts.clock;
    if (this.#open !== undefined) this.rounds.changeLast({ endTick: tick, outcome: 'no-winner' });
    this.#isPanelTold = true;
    this.#isWinTold = true;
  }

  #start(): void {
    const { tick } = this.#parts.clock;
    if (this.#open !== undefined) this.rounds.changeLast({ endTick: tick, outcome: 'restarted' });
    this.#begin(tick);
  }

  #activate(): void {
    if (this.#open === undefined) this.#begin(null);
    if (this.#open?.activeTick === null) this.rounds.changeLast({ activeTick: this.#parts.clock.tick });
  }

  /** @param startTick null where no start was told: the round began before the recording */
  #begin(startTick: number | null): void {
    this.rounds.add({ ...NEW_ROUND, startTick });
    this.#isPanelTold = false;
    this.#isWinTold = false;
  }

  #takeWin(event: GameEvent): void {
    if (this.rounds.last === undefined || this.#isWinTold) this.#begin(null);
    const { winner, isFullRound } = this.#end(event, integerIn(event, 'team'));
    // The scores of a panel that came before count this win.
    if (!this.#isPanelTold && winner !== null && isFullRound !== false) this.#scoreBoard.addWin(winner);
    this.#isWinTold = true;
    this.rounds.changeLast({ scores: this.#scoreBoard.scores });
  }

  #showPanel(event: GameEvent): void {
    if (this.rounds.last === undefined || this.#isPanelTold) this.#begin(null);
    if (!this.#isWinTold) this.#end(event, integerIn(event, 'winning_team'));
    this.#isPanelTold = true;
    this.#scoreBoard.takePanel(event);
    this.rounds.changeLast({ scores: this.#scoreBoard.scores });
  }

  #end(event: GameEvent, teamNumber: number | undefined): Pick<Round, 'winner' | 'isFullRound'> {
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
    return { winner, isFullRound };
  }
}

function outcomeOf(winner: Team | null, winReasonNumber: number | null): Round['outcome'] {
  if (winReasonNumber === TIME_LIMIT_REASON) return 'time-limit';
  if (winner !== null) return 'won';
  return winReasonNumber === STALEMATE_REASON ? 'stalemate' : 'no-winner';
}
