import { integerIn } from '../game-events/event-values.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import { isPlaying, type Team } from '../users/team.ts';
import type { Scores } from './match-events.ts';
import type { SummaryParts } from './summary-parts.ts';
import { PLAYER_RESOURCE } from './team-and-class-log.ts';

const TEAM_CLASS = /^C(?:\w*)Team$/;
const TEAM_NUMBER = 'DT_Team.m_iTeamNum';
const SCORE = 'DT_Team.m_iScore';

/**
 * The scores of the teams in a level: as they stood when the recording began, as panels and events tell them, and in
 * between one more for each full round won.
 */
export class ScoreBoard {
  #scores: Scores | null = null;

  constructor({ reader, roster }: SummaryParts) {
    reader
      .on('svc_ServerInfo', () => {
        this.#scores = null;
      })
      .watchEntities({
        propertiesOf: ({ name }) => {
          if (PLAYER_RESOURCE.test(name)) return [];
          return TEAM_CLASS.test(name) ? [TEAM_NUMBER, SCORE] : undefined;
        },
        onlyFullUpdates: true,
        onEnter: (entity) => {
          // Games make their teams before the list of players, so no team follows.
          if (PLAYER_RESOURCE.test(entity.serverClass.name)) return 'enough';
          const score = entity.number(entity.plan.slotOf(SCORE));
          this.#set(roster.teamOf(entity.number(entity.plan.slotOf(TEAM_NUMBER))), score);
          return undefined;
        },
      })
      .onGameEvent('team_score', (event) => {
        this.#set(roster.teamOf(integerIn(event, 'teamid')), integerIn(event, 'score'));
      });
  }

  get scores(): Scores | null {
    return this.#scores;
  }

  addWin(team: Team): void {
    this.#set(team, (this.#scores?.[team] ?? 0) + 1);
  }

  takePanel(event: GameEvent): void {
    this.#set('red', integerIn(event, 'red_score'));
    this.#set('blue', integerIn(event, 'blue_score'));
  }

  /** Those who do not play have no score. */
  #set(team: Team | null, score: number | undefined): void {
    if (!isPlaying(team) || team === null || score === undefined || Number.isNaN(score)) return;
    this.#scores = { ...this.#scores, [team]: score };
  }
}
