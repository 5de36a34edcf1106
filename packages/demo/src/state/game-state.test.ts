import { describe, expect, test } from 'vitest';
import { ADA, handleOf, play } from '../../test/play-game.ts';
import { looking, StagedGame } from '../../test/staged-game.ts';

describe('things', () => {
  test('are buildings with who built them', () => {
    const teleporter = {
      className: 'CObjectTeleporter',
      values: {
        'DT_BaseEntity.m_vecOrigin': [1, 2, 3],
        'DT_BaseEntity.m_angRotation': [0, 135, 0],
        'DT_BaseEntity.m_iTeamNum': 2,
        'DT_BaseObject.m_hBuilder': handleOf(1),
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
        'DT_TFBaseRocket.m_hLauncher': handleOf(44),
        'DT_BaseEntity.m_hOwnerEntity': handleOf(1),
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
