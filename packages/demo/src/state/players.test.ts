import { describe, expect, test } from 'vitest';
import { ADA, BOB, handleOf, play } from '../../test/play-game.ts';
import { setSlot, user } from '../../test/staged-demo.ts';
import { animationOf, bulletsOf, looking, lookingLocally, StagedGame } from '../../test/staged-game.ts';

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
          'DT_BaseCombatCharacter.m_hActiveWeapon': handleOf(40),
          'm_hMyWeapons.000': handleOf(41),
          'm_hMyWeapons.001': handleOf(40),
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
          'DT_BaseCombatWeapon.m_hOwner': handleOf(1),
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
