import { MAP_CEILING, MAP_FLOOR, MAP_REACH } from '../simulation/map.ts';
import { type MatchPlayer, TEAMS } from '../simulation/match-player.ts';
import { fixedEntities, type MatchState, type RoundPhase } from '../simulation/match-state.ts';
import { EntityLayout } from './entity-layout.ts';
import type { EntityStage } from './entity-stage.ts';
import type { RESOURCE_FIELDS } from './entity-tables.ts';
import type { Contents } from './property-writer.ts';

type ResourceField = keyof typeof RESOURCE_FIELDS;

const ROUND_STATES: Readonly<Record<RoundPhase, number>> = { before: 3, setup: 3, fight: 4, humiliation: 5 };
const TEAM_NAMES = ['Unassigned', 'Spectator', 'RED', 'BLU'] as const;
const PLAYER_ARRAY = 'DT_Team."player_array"';

const WORLD_KEYS = { mins: 'DT_WORLD.m_WorldMins', maxs: 'DT_WORLD.m_WorldMaxs' } as const;
const TEAM_KEYS = {
  number: 'DT_Team.m_iTeamNum',
  score: 'DT_Team.m_iScore',
  roundsWon: 'DT_Team.m_iRoundsWon',
  name: 'DT_Team.m_szTeamname',
  players: PLAYER_ARRAY,
} as const;
const RULES_KEYS = {
  state: 'DT_TeamplayRoundBasedRules.m_iRoundState',
  winner: 'DT_TeamplayRoundBasedRules.m_iWinningTeam',
  isSetup: 'DT_TeamplayRoundBasedRules.m_bInSetup',
  roundsPlayed: 'DT_TeamplayRoundBasedRules.m_nRoundsPlayed',
  goal: 'DT_TFGameRules.m_pszTeamGoalStringRed',
} as const;

/** How a field of the player resource is told from a player; what nobody has is 0. */
const FIELD_VALUES: Readonly<Record<ResourceField, (player: MatchPlayer) => number>> = {
  m_iPing: (player) => player.ping,
  m_iScore: (player) => player.score,
  m_iDeaths: (player) => player.deaths,
  m_bConnected: () => 1,
  m_iTeam: (player) => player.team,
  m_bAlive: (player) => (player.isAlive ? 1 : 0),
  m_iHealth: (player) => player.health,
  m_iAccountID: (player) => player.identity.accountId,
  m_bValid: () => 1,
  m_iUserID: (player) => player.userId,
  m_iTotalScore: (player) => player.score,
  m_iMaxHealth: (player) => player.playerClass.health,
  m_iPlayerClass: (player) => (player.team >= TEAMS.red ? player.playerClass.number : 0),
  m_iChargeLevel: (player) => Math.round(player.charge * 100),
  m_iDamage: (player) => player.damage,
  m_iHealing: (player) => player.healing,
  m_iStreaks: (player) => player.streak,
};

/** The entities that there is one of: the world, the rules, the scoreboard, the teams. */
export class RulesPortrait {
  readonly #world: EntityLayout;
  readonly #team: EntityLayout;
  readonly #rules: EntityLayout;
  readonly #resource: EntityLayout;
  readonly #fieldPlaces: readonly (readonly [(player: MatchPlayer) => number, readonly number[]])[];
  readonly #rulesPlaces: Readonly<Record<keyof typeof RULES_KEYS, number>>;
  readonly #teamPlaces: Readonly<Record<keyof typeof TEAM_KEYS, number>>;
  readonly #subjects = Array.from({ length: 7 }, () => ({}));

  constructor(contents: Contents, maxClients: number) {
    this.#world = new EntityLayout('CWorld', Object.values(WORLD_KEYS), {}, contents);
    this.#team = new EntityLayout('CTFTeam', Object.values(TEAM_KEYS), {}, contents);
    this.#rules = new EntityLayout('CTFGameRulesProxy', Object.values(RULES_KEYS), {}, contents);
    this.#rulesPlaces = this.#rules.placesOf(RULES_KEYS);
    this.#teamPlaces = this.#team.placesOf(TEAM_KEYS);
    const places = Array.from({ length: maxClients }, (_, slot) => String(slot + 1).padStart(3, '0'));
    const fields = Object.entries(FIELD_VALUES);
    const keys = fields.flatMap(([field]) => places.map((place) => `${field}.${place}`));
    const resource = new EntityLayout('CTFPlayerResource', keys, {}, contents);
    this.#resource = resource;
    this.#fieldPlaces = fields.map(([field, valueIn]) => [
      valueIn,
      places.map((place) => resource.placeOf(`${field}.${place}`)),
    ]);
  }

  get layouts(): readonly EntityLayout[] {
    return [this.#world, this.#team, this.#rules, this.#resource];
  }

  /** Shows them; the scoreboard and who is on which team only when they are due to be told anew. */
  show(
    stage: EntityStage,
    state: MatchState,
    due: { readonly board: boolean; readonly rosters: boolean },
  ): void {
    const [world, rules, resource] = this.#subjects;
    if (world === undefined || rules === undefined || resource === undefined) return;
    const { playerResource, gameRules, firstTeam } = fixedEntities(state.maxClients);
    this.#showWorld(stage, world);
    this.#showRules(stage, state, { index: gameRules, subject: rules });
    const board = stage.show(playerResource, this.#resource, resource);
    if (due.board) {
      for (const [valueIn, places] of this.#fieldPlaces) {
        for (let slot = 0; slot < places.length; slot++) {
          const player = state.players[slot];
          // All of them are whole, and some of 32 bits.
          board.setInt(places[slot] ?? 0, player === undefined ? 0 : valueIn(player) | 0);
        }
      }
    }
    for (let team = 0; team < TEAM_NAMES.length; team++) {
      const subject = this.#subjects[3 + team];
      if (subject === undefined) continue;
      this.#showTeam(stage, state, { team, subject, index: firstTeam + team, isRosterDue: due.rosters });
    }
  }

  #showWorld(stage: EntityStage, subject: object): void {
    const entity = stage.show(0, this.#world, subject);
    if (entity.isInPvs) return;
    const { mins, maxs } = this.#world.placesOf(WORLD_KEYS);
    for (const [i, low] of [-MAP_REACH, -MAP_REACH, MAP_FLOOR].entries()) entity.set(mins + i, low);
    for (const [i, high] of [MAP_REACH, MAP_REACH, MAP_CEILING].entries()) entity.set(maxs + i, high);
  }

  #showRules(
    stage: EntityStage,
    { round }: MatchState,
    { index, subject }: { readonly index: number; readonly subject: object },
  ): void {
    const at = this.#rulesPlaces;
    const entity = stage.show(index, this.#rules, subject);
    entity.setInt(at.state, ROUND_STATES[round.phase]);
    entity.setInt(at.winner, round.winner);
    entity.setInt(at.isSetup, round.phase === 'setup' ? 1 : 0);
    entity.setInt(at.roundsPlayed, (round.redScore + round.blueScore) & 15);
    if (!entity.isInPvs) entity.set(at.goal, 'Capture all five points to win!');
  }

  #showTeam(
    stage: EntityStage,
    { round, players }: MatchState,
    facts: { team: number; subject: object; index: number; isRosterDue: boolean },
  ): void {
    const { team, subject, index, isRosterDue } = facts;
    const at = this.#teamPlaces;
    const entity = stage.show(index, this.#team, subject);
    const score = team === TEAMS.red ? round.redScore : team === TEAMS.blue ? round.blueScore : 0;
    entity.setInt(at.score, score);
    entity.setInt(at.roundsWon, score);
    if (!entity.isInPvs) {
      entity.setInt(at.number, team);
      entity.set(at.name, TEAM_NAMES[team] ?? '');
    }
    if (!isRosterDue) return;
    const members: number[] = [];
    for (const player of players) if (player?.team === team) members.push(player.entityIndex);
    entity.set(at.players, members);
  }
}
