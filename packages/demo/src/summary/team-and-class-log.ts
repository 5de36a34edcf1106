import type { ServerClass } from '../data-tables/send-table.ts';
import type { Entity } from '../entities/entity.ts';
import { integerIn } from '../game-events/event-values.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import { playerClassOf } from '../users/player-class.ts';
import { isPlaying, isTeamFortress } from '../users/team.ts';
import type { PlayerTally } from './player-tally.ts';
import type { SummaryParts } from './summary-parts.ts';

/** Its tables hold a property for each player, named by the entity index: `000`, `001`, … */
export const PLAYER_RESOURCE = /PlayerResource$/;

/**
 * Follows who is on which team and of which class: by the events of changes, and for those who are there
 * already by updates that tell everything, which is where a recording begins.
 */
export class TeamAndClassLog {
  readonly #parts: SummaryParts;
  /** Who was put on a team in this level: a made-up demo may have many levels, and many who left long ago. */
  readonly #placed = new Set<PlayerTally>();

  constructor(parts: SummaryParts) {
    this.#parts = parts;
    parts.reader
      .on('svc_ServerInfo', () => this.#beginLevel())
      .onGameEvent('player_team', (event) => this.#changeTeam(event))
      .onGameEvent('player_spawn', (event) => this.#spawn(event))
      .watchEntities({
        propertiesOf: ({ name }: ServerClass) =>
          PLAYER_RESOURCE.test(name) ? ['m_iTeam.*', 'm_iPlayerClass.*'] : undefined,
        onlyFullUpdates: true,
        onEnter: (entity: Entity) => {
          this.#takeResource(entity);
          return 'enough';
        },
      });
  }

  /** Everybody chooses anew. */
  #beginLevel(): void {
    const { tick } = this.#parts.clock;
    for (const tally of this.#placed) tally.leaveTeam(tick);
    this.#placed.clear();
  }

  #takeResource(resource: Entity): void {
    const { roster } = this.#parts;
    for (const tally of roster.present) {
      const place = String(tally.user.slot + 1).padStart(3, '0');
      const team = resource.number(resource.plan.slotOf(`m_iTeam.${place}`));
      const playerClass = resource.number(resource.plan.slotOf(`m_iPlayerClass.${place}`));
      if (!Number.isNaN(team)) this.#setTeam(tally, team);
      if (!Number.isNaN(playerClass)) this.#setClass(tally, playerClass);
    }
  }

  #changeTeam(event: GameEvent): void {
    const tally = this.#parts.roster.tallyOfUserId(integerIn(event, 'userid') ?? 0);
    const team = integerIn(event, 'team');
    // Who leaves the game server leaves their team by their slot.
    if (tally === undefined || team === undefined || integerIn(event, 'disconnect') === 1) return;
    this.#setTeam(tally, team);
  }

  #spawn(event: GameEvent): void {
    const tally = this.#parts.roster.tallyOfUserId(integerIn(event, 'userid') ?? 0);
    if (tally === undefined) return;
    const team = integerIn(event, 'team');
    const playerClass = integerIn(event, 'class');
    if (team !== undefined) this.#setTeam(tally, team);
    if (playerClass !== undefined) this.#setClass(tally, playerClass);
  }

  #setTeam(tally: PlayerTally, number: number): void {
    const { clock, roster } = this.#parts;
    const team = roster.teamOf(number);
    if (team === null || tally.openConnection === undefined) return;
    this.#placed.add(tally);
    tally.teams.enter(team, clock.tick);
    if (!isPlaying(team)) tally.classes.enter(undefined, clock.tick);
  }

  #setClass(tally: PlayerTally, number: number): void {
    const { clock, roster } = this.#parts;
    const isKept = isTeamFortress(roster.game) && isPlaying(tally.teams.state ?? null);
    if (isKept && tally.openConnection !== undefined) {
      tally.classes.enter(playerClassOf(number), clock.tick);
    }
  }
}
