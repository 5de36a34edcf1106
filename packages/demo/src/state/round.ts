import type { Entity } from '../entities/entity.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import { PropertySet } from './property-set.ts';

const PROPERTIES = new PropertySet({
  state: ['DT_TeamplayRoundBasedRules.m_iRoundState'],
  winner: ['DT_TeamplayRoundBasedRules.m_iWinningTeam'],
  isWaiting: ['DT_TeamplayRoundBasedRules.m_bInWaitingForPlayers'],
  isSetup: ['DT_TeamplayRoundBasedRules.m_bInSetup'],
  isOvertime: ['DT_TeamplayRoundBasedRules.m_bInOvertime'],
});

const STATES = [
  'init',
  'pregame',
  'start-game',
  'pre-round',
  'running',
  'team-win',
  'restart',
  'stalemate',
  'game-over',
  'bonus',
  'between-rounds',
] as const;

export type RoundPhase = (typeof STATES)[number];

/** How far the round is. */
export class Round {
  #entity: Entity | undefined;
  #slots: ReturnType<typeof PROPERTIES.slotsIn> | undefined;
  #startCount = 0;
  #winCount = 0;

  constructor(reader: DemoReader) {
    reader.watchEntities({
      propertiesOf: (serverClass) =>
        /GameRulesProxy$|RulesProxy$/.test(serverClass.name) ? PROPERTIES.keysOf(serverClass) : undefined,
      onEnter: (entity) => {
        this.#entity = entity;
        this.#slots = PROPERTIES.slotsIn(entity.plan);
      },
      onDelete: () => {
        this.#entity = undefined;
      },
    });
    reader
      .onGameEvent('teamplay_round_start', () => {
        this.#startCount++;
      })
      .onGameEvent('teamplay_round_win', () => {
        this.#winCount++;
      });
  }

  /** Undefined where the demo does not tell. */
  get phase(): RoundPhase | undefined {
    return STATES[this.#number('state')];
  }

  /** How many rounds began while the demo was recorded; in one that began before, the first of them is not it. */
  get startCount(): number {
    return this.#startCount;
  }

  /** How many were won, or ended undecided. */
  get winCount(): number {
    return this.#winCount;
  }

  /** The number of the team that won this round; 0 before that. */
  get winnerNumber(): number {
    return this.#number('winner');
  }

  get isWaitingForPlayers(): boolean {
    return this.#number('isWaiting') === 1;
  }

  get isSetup(): boolean {
    return this.#number('isSetup') === 1;
  }

  get isOvertime(): boolean {
    return this.#number('isOvertime') === 1;
  }

  #number(name: 'state' | 'winner' | 'isWaiting' | 'isSetup' | 'isOvertime'): number {
    return this.#entity?.number(this.#slots?.[name] ?? -1) ?? Number.NaN;
  }
}
