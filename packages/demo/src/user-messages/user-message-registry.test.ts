import { describe, expect, it } from 'vitest';
import { userMessageName, userMessageRegistryOf } from './user-message-registry.ts';

const robotDestruction = [{ name: 'player_death' }, { name: 'rd_team_points_changed' }];

describe('userMessageRegistryOf', () => {
  it('numbers the user messages of Team Fortress 2 as the game of today does', () => {
    const registry = userMessageRegistryOf({
      gameDirectory: 'tf',
      networkProtocol: 24,
      gameEvents: robotDestruction,
    });
    expect(registry.key).toBe('tf-2014');
    for (const [number, name] of [
      [0, 'Geiger'],
      [4, 'SayText2'],
      [16, 'VoiceMask'],
      [29, 'MapStatsUpdate'],
      [46, 'VoteStart'],
      [48, 'VoteFailed'],
      [49, 'VoteSetup'],
      [50, 'PlayerBonusPoints'],
      [51, 'RDTeamPointsChanged'],
      [57, 'MVMResetPlayerStats'],
      [69, 'PlayerLoadoutUpdated'],
      [78, 'BuiltObject'],
      [84, 'HapMeleeContact'],
    ] as const) {
      expect([number, userMessageName(number, registry)]).toEqual([number, name]);
    }
    expect(registry.names).toHaveLength(85);
  });

  it('takes an event list without Robot Destruction for a build before it, whose numbers are one lower', () => {
    const registry = userMessageRegistryOf({
      gameDirectory: 'tf',
      networkProtocol: 24,
      gameEvents: [{ name: 'player_death' }],
    });
    expect(registry.key).toBe('tf-2013');
    expect(userMessageName(50, registry)).toBe('PlayerBonusPoints');
    expect(userMessageName(51, registry)).toBe('SpawnFlyingBird');
    expect(userMessageName(65, registry)).toBe('MVMLocalPlayerWaveSpendingValue');
    expect(userMessageName(66, registry)).toBeUndefined();
  });

  it('takes a demo whose event list has not come for one of today', () => {
    expect(userMessageRegistryOf({ gameDirectory: 'tf', networkProtocol: 24 }).key).toBe('tf-2014');
  });

  it('names only what all games share where the list of a game is not known', () => {
    for (const [gameDirectory, networkProtocol] of [
      ['cstrike', 24],
      ['tf', 15],
    ] as const) {
      const registry = userMessageRegistryOf({
        gameDirectory,
        networkProtocol,
        gameEvents: robotDestruction,
      });
      expect(registry.names).toEqual(['Geiger', 'Train', 'HudText', 'SayText', 'SayText2', 'TextMsg']);
    }
  });

  it('counts one more from 6 on in Half-Life 2: Deathmatch', () => {
    const registry = userMessageRegistryOf({ gameDirectory: 'hl2mp', networkProtocol: 24 });
    expect(userMessageName(6, registry)).toBe('HudMsg');
    expect(userMessageName(11, registry)).toBe('Shake');
    expect(userMessageName(27, registry)).toBe('UpdateJalopyRadar');
  });
});
