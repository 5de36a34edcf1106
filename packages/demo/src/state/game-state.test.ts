import { describe, expect, test } from 'vitest';
import { setSlot, user } from '../../test/staged-demo.ts';
import { animationOf, bulletsOf, looking, lookingLocally, StagedGame } from '../../test/staged-game.ts';
import { DemoReader } from '../reader/demo-reader.ts';
import { GameState } from './game-state.ts';

const ADA = user(11, 'Ada');
const BOB = user(12, 'Bob');
const handle = (entityIndex: number): number => entityIndex | (1 << 11);

/** Reads a game and shows it after each tick. */
function play(game: StagedGame, show: (state: GameState) => void = () => undefined): GameState {
  const reader = new DemoReader();
  const state = new GameState(reader);
  state.onTick(() => show(state));
  reader.push(game.bytes());
  reader.end();
  expect(reader.problems).toEqual([]);
  return state;
}

describe('players', () => {
  test('are told as the demo has them, by rising entity index', () => {
    const game = new StagedGame({ users: [ADA, BOB] }).tick(1, {
      players: {
        2: { ...looking(-12, 270, [1, 2, 3]), 'DT_BaseEntity.m_iTeamNum': 3 },
        1: {
          ...lookingLocally(10, 45, [100.5, -7.25, 64]),
          'DT_BaseEntity.m_iTeamNum': 2,
          'DT_BasePlayer.m_iHealth': 150,
          'DT_BasePlayer.m_fFlags': 257,
          'DT_TFPlayerClassShared.m_iClass': 5,
          'DT_BaseCombatCharacter.m_hActiveWeapon': handle(40),
          'm_hMyWeapons.000': handle(41),
          'm_hMyWeapons.001': handle(40),
          'm_hMyWeapons.002': 0x1f_ffff,
        },
      },
      entities: {
        40: { className: 'CWeaponMedigun', values: {} },
        50: {
          className: 'CTFPlayerResource',
          values: { 'm_iPing.001': 31, 'm_iTotalScore.001': 8, 'm_iMaxHealth.001': 150 },
        },
      },
    });
    const state = play(game);
    expect(state.players.map(({ name }) => name)).toEqual(['Ada', 'Bob']);
    const [ada, bob] = state.players;
    expect(ada).toMatchObject({
      entityIndex: 1,
      userId: 11,
      networkId: '[U:1:1011]',
      steamId64: 76561197960266739n,
      isHuman: true,
      team: 'red',
      playerClass: 'medic',
      health: 150,
      maxHealth: 150,
      lifeState: 'alive',
      isAlive: true,
      isInPvs: true,
      flags: 257,
      ping: 31,
      score: 8,
    });
    expect({ ...ada?.position }).toEqual({ x: 100.5, y: -7.25, z: 64 });
    expect({ ...ada?.viewAngles }).toEqual({ pitch: 10, yaw: 45 });
    expect(ada?.activeWeapon).toEqual({ entityIndex: 40, className: 'CWeaponMedigun' });
    // The recorder is not told of the one in the first slot.
    expect(ada?.weapons).toEqual([
      { entityIndex: 41, className: undefined },
      { entityIndex: 40, className: 'CWeaponMedigun' },
    ]);
    expect({ ...bob?.position }).toEqual({ x: 1, y: 2, z: 3 });
    expect(bob).toMatchObject({ team: 'blue', playerClass: undefined, weapons: [] });
    expect(bob?.health).toBeNaN();
  });

  test('are looked at through the table that changed last', () => {
    const views: (readonly [number | undefined, number | undefined])[] = [];
    const game = new StagedGame({ users: [ADA, BOB] })
      .tick(1, { players: { 2: looking(1, 10) } })
      .tick(2, { players: { 2: lookingLocally(2, 20) } })
      .tick(3, { players: { 2: { 'DT_BasePlayer.m_iHealth': 9 } } })
      .tick(4, { players: { 2: looking(4, 40) } });
    play(game, (state) => {
      const view = state.player(2)?.viewAngles;
      views.push([view?.pitch, view?.yaw]);
    });
    expect(views).toEqual([
      [1, 10],
      [2, 20],
      [2, 20],
      [4, 40],
    ]);
  });

  test('keep what was last told out of sight, and are gone when they leave', () => {
    const seen: unknown[] = [];
    const game = new StagedGame({ users: [ADA, BOB] })
      .tick(1, { players: { 2: looking(5, 50) } })
      .tick(2, { leave: [2] })
      .tick(3, { players: { 2: looking(6, 60) } })
      .tick(4, { delete: [2] });
    play(game, (state) => {
      const player = state.player(2);
      seen.push(player && [player.isInPvs, player.viewAngles.yaw]);
    });
    expect(seen).toEqual([[true, 50], [false, 50], [true, 60], undefined]);
  });

  test('are whoever has the slot', () => {
    const names: unknown[] = [];
    const game = new StagedGame({ users: [ADA] })
      .tick(1, { players: { 1: looking(0, 0) }, effects: [bulletsOf(1)] })
      .tick(2, { messages: [setSlot(0, undefined)], delete: [1] })
      .tick(3, { messages: [setSlot(0, user(13, 'Cy', { networkId: 'BOT', isFakePlayer: true }))] })
      .tick(4, { players: { 1: looking(0, 0) } });
    const state = play(game, ({ players }) => names.push(players.map(({ name, userId }) => [name, userId])));
    expect(names).toEqual([[['Ada', 11]], [], [], [['Cy', 13]]]);
    expect(state.player(1)).toMatchObject({ isHuman: false, steamId64: undefined, networkId: 'BOT' });
    expect(state.playerOfUserId(13)).toBe(state.player(1));
    expect(state.playerOfUserId(11)).toBeUndefined();
  });

  test('have conditions by number, the first 32 from two places', () => {
    const game = new StagedGame({ users: [ADA] }).tick(1, {
      players: {
        1: {
          'DT_TFPlayerShared.m_nPlayerCond': 2 ** 31 + 2,
          'DT_TFPlayerConditionListExclusive._condition_bits': 1 << 5,
          'DT_TFPlayerShared.m_nPlayerCondEx2': 1,
          'DT_TFPlayerShared.m_nPlayerCondEx4': 2 ** 31,
        },
      },
    });
    const conditions = play(game).player(1)?.conditions;
    expect(conditions?.list()).toEqual([1, 5, 31, 64, 159]);
    expect(conditions?.has(5)).toBe(true);
    expect(conditions?.has(6)).toBe(false);
    expect(conditions?.word(0)).toBe(2 ** 31 + 2 + 32);
  });

  test('have the charge of the Medi Gun they hold, or what the scoreboard says', () => {
    const charges: (number | undefined)[] = [];
    const medic = { 'DT_TFPlayerClassShared.m_iClass': 5 };
    const gun = (values: Record<string, number>) => ({ 40: { className: 'CWeaponMedigun', values } });
    const resource = { className: 'CTFPlayerResource', values: { 'm_iChargeLevel.001': 70 } };
    const game = new StagedGame({ users: [ADA] })
      .tick(1, { players: { 1: medic }, entities: { 50: resource } })
      .tick(2, {
        entities: gun({
          'DT_BaseCombatWeapon.m_hOwner': handle(1),
          'DT_TFWeaponMedigunDataNonLocal.m_flChargeLevel': 0.5,
        }),
      })
      .tick(3, { entities: gun({ 'DT_LocalTFWeaponMedigunData.m_flChargeLevel': 0.625 }) });
    play(game, (state) => charges.push(state.player(1)?.charge));
    expect(charges).toEqual([0.7, 0.5, 0.625]);
  });

  test('fire with bullets and by their animation, and not where that is another one', () => {
    const shots: unknown[] = [];
    const game = new StagedGame({ users: [ADA, BOB] })
      .tick(1, { players: { 1: looking(0, 0), 2: looking(0, 0) } })
      .tick(2, { effects: [bulletsOf(1), animationOf(2)] })
      .tick(4, { effects: [animationOf(1, 3), animationOf(2, 9)] })
      .tick(5, { effects: [bulletsOf(2)] });
    play(game, ({ players }) => shots.push(players.map(({ ticksSinceShot }) => ticksSinceShot)));
    expect(shots).toEqual([
      [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
      [0, 0],
      [2, 2],
      [3, 0],
    ]);
  });

  test('survive an update that tells everything anew', () => {
    const game = new StagedGame({ users: [ADA, BOB] })
      .tick(1, { players: { 1: looking(0, 0), 2: looking(0, 0) }, effects: [bulletsOf(1)] })
      .tick(2, { isFull: true, players: { 1: looking(0, 90) } });
    const state = play(game);
    expect(state.players.map(({ name, viewAngles }) => [name, viewAngles.yaw])).toEqual([['Ada', 90]]);
    expect(state.player(1)?.ticksSinceShot).toBe(1);
  });
});

describe('time', () => {
  test('passes as on the game server, where the demo tells several packets at once', () => {
    const seen: unknown[] = [];
    const game = new StagedGame({ users: [ADA] })
      .tick(8, { serverTick: 104 })
      .tick(8, { serverTick: 108 })
      .tick(16, { serverTick: 112 })
      .tick(16, { serverTick: 112 });
    const state = play(game, ({ tick, elapsedTicks, now }) => seen.push([tick, elapsedTicks, now]));
    expect(seen).toEqual([
      [8, 0, 1],
      [8, 4, 5],
      [16, 4, 9],
    ]);
    expect([0, 3, 4, 8, 100].map((ticksAgo) => state.tickAt(ticksAgo))).toEqual([16, 8, 8, 8, 8]);
  });

  test("passes as in the demo where packets do not tell the game server's", () => {
    const seen: number[] = [];
    const game = new StagedGame({ users: [ADA] })
      .tick(1, { serverTick: 7 })
      .tick(2, { serverTick: 7 })
      .tick(5, { serverTick: 7 });
    play(game, ({ elapsedTicks }) => seen.push(elapsedTicks));
    expect(seen).toEqual([0, 1, 3]);
  });

  test("begins anew when the game server's clock is set back, and never goes back itself", () => {
    const seen: unknown[] = [];
    const game = new StagedGame({ users: [ADA] })
      .tick(1, { serverTick: 900 })
      .tick(2, { serverTick: 901 })
      .tick(3, { serverTick: 5 })
      .tick(4, { serverTick: 6 });
    play(game, ({ elapsedTicks, now }) => seen.push([elapsedTicks, now]));
    expect(seen).toEqual([
      [0, 1],
      [1, 2],
      [0, 3],
      [1, 4],
    ]);
  });
});

describe('things', () => {
  test('are buildings with who built them', () => {
    const teleporter = {
      className: 'CObjectTeleporter',
      values: {
        'DT_BaseEntity.m_vecOrigin': [1, 2, 3],
        'DT_BaseEntity.m_angRotation': [0, 135, 0],
        'DT_BaseEntity.m_iTeamNum': 2,
        'DT_BaseObject.m_hBuilder': handle(1),
        'DT_BaseObject.m_iHealth': 100,
        'DT_BaseObject.m_iMaxHealth': 150,
        'DT_BaseObject.m_iUpgradeLevel': 2,
        'DT_BaseObject.m_iObjectMode': 1,
        'DT_BaseObject.m_bHasSapper': 1,
      },
    };
    const game = new StagedGame({ users: [ADA] })
      .tick(1, { players: { 1: looking(0, 0) }, entities: { 60: teleporter } })
      .tick(2, { entities: { 60: { ...teleporter, values: { 'DT_BaseEntity.m_vecOrigin': [9, 2, 3] } } } });
    const state = play(game);
    expect([...state.buildings.keys()]).toEqual([60]);
    const building = state.buildings.get(60);
    expect(building).toMatchObject({
      kind: 'teleporter-exit',
      className: 'CObjectTeleporter',
      team: 'red',
      level: 2,
      health: 100,
      maxHealth: 150,
      yaw: 135,
      isSapped: true,
      isCarried: false,
      isMini: false,
    });
    expect(building?.builder).toBe(state.player(1));
    expect({ ...building?.position }).toEqual({ x: 9, y: 2, z: 3 });
    expect(state.classNameAt(60)).toBe('CObjectTeleporter');
  });

  test('are projectiles with who shot them, until they are gone', () => {
    const counts: number[] = [];
    const rocket = {
      className: 'CTFProjectile_Rocket',
      values: {
        'DT_TFBaseRocket.m_vecOrigin': [5, 6, 7],
        'DT_TFBaseRocket.m_vInitialVelocity': [1100, 0, 0],
        'DT_TFBaseRocket.m_hLauncher': handle(44),
        'DT_BaseEntity.m_hOwnerEntity': handle(1),
      },
    };
    const game = new StagedGame({ users: [ADA] })
      .tick(1, { players: { 1: looking(0, 0) }, entities: { 70: rocket } })
      .tick(2, { delete: [70] });
    play(game, ({ projectiles, ...state }) => {
      counts.push(projectiles.size);
      for (const { className, owner, launcherEntityIndex, position, velocity } of projectiles.values()) {
        expect([className, owner?.name, launcherEntityIndex]).toEqual(['CTFProjectile_Rocket', 'Ada', 44]);
        expect({ ...position }).toEqual({ x: 5, y: 6, z: 7 });
        expect({ ...velocity }).toEqual({ x: 1100, y: 0, z: 0 });
      }
      return state;
    });
    expect(counts).toEqual([1, 0]);
  });

  test('are the map, the teams and the round', () => {
    const game = new StagedGame({ users: [] }).tick(1, {
      events: [{ name: 'teamplay_round_start' }],
      entities: {
        0: {
          className: 'CWorld',
          values: { 'DT_WORLD.m_WorldMins': [-1, -2, -3], 'DT_WORLD.m_WorldMaxs': [4, 5, 6] },
        },
        80: {
          className: 'CTFTeam',
          values: {
            'DT_Team.m_iTeamNum': 3,
            'DT_Team.m_iScore': 2,
            'DT_Team.m_iRoundsWon': 1,
            'DT_Team.m_szTeamname': 'Blue',
          },
        },
        90: {
          className: 'CTFGameRulesProxy',
          values: {
            'DT_TeamplayRoundBasedRules.m_iRoundState': 5,
            'DT_TeamplayRoundBasedRules.m_iWinningTeam': 3,
            'DT_TeamplayRoundBasedRules.m_bInOvertime': 1,
          },
        },
      },
    });
    const { world, teams, round } = play(game);
    expect([{ ...world.mins }, { ...world.maxs }]).toEqual([
      { x: -1, y: -2, z: -3 },
      { x: 4, y: 5, z: 6 },
    ]);
    expect(teams.get(3)).toEqual({ number: 3, name: 'Blue', score: 2, roundsWon: 1 });
    expect(round).toMatchObject({
      phase: 'team-win',
      startCount: 1,
      winCount: 0,
      winnerNumber: 3,
      isOvertime: true,
      isSetup: false,
      isWaitingForPlayers: false,
    });
  });
});
