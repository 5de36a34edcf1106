import type { Entity } from '../entities/entity.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import { PropertySet } from './property-set.ts';

const PROPERTIES = new PropertySet({
  number: ['DT_Team.m_iTeamNum'],
  score: ['DT_Team.m_iScore'],
  roundsWon: ['DT_Team.m_iRoundsWon'],
  name: ['DT_Team.m_szTeamname'],
});

/** A side of the game. */
export interface TeamState {
  /** 0 none, 1 spectators, 2 RED, 3 BLU. */
  readonly number: number;
  /** As the game server calls it; empty where it does not. */
  readonly name: string;
  readonly score: number;
  readonly roundsWon: number;
}

/** The teams there are, by number. */
export class TeamScores {
  readonly #byNumber = new Map<number, TeamState>();

  constructor(reader: DemoReader) {
    reader.watchEntities({
      propertiesOf: (serverClass) =>
        /^C\w*Team$/.test(serverClass.name) ? PROPERTIES.keysOf(serverClass) : undefined,
      onEnter: (entity) => this.#take(entity),
      onUpdate: (entity) => this.#take(entity),
    });
  }

  get byNumber(): ReadonlyMap<number, TeamState> {
    return this.#byNumber;
  }

  #take(entity: Entity): void {
    const slots = PROPERTIES.slotsIn(entity.plan);
    const number = entity.number(slots.number);
    if (Number.isNaN(number)) return;
    this.#byNumber.set(number, {
      number,
      name: entity.text(slots.name) ?? '',
      score: entity.number(slots.score),
      roundsWon: entity.number(slots.roundsWon),
    });
  }
}
