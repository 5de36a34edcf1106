import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../test/recordings.ts';
import { DemoReader } from '../reader/demo-reader.ts';
import { indexOfHandle } from './entity-handle.ts';
import { GameState } from './game-state.ts';

/** What the reader in Rust found at the end of a recording: what we compare of it. */
interface FinalState {
  readonly players: readonly {
    readonly entity: number;
    readonly position: { readonly x: number; readonly y: number; readonly z: number };
    readonly health: number;
    readonly max_health: number;
    readonly class: string;
    readonly team: string;
    readonly pitch_angle: number;
    readonly info: { readonly name: string; readonly userId: number; readonly steamId: string };
    readonly simtime: number;
    readonly ping: number;
    readonly in_pvs: boolean;
    readonly weapons: readonly number[];
  }[];
  readonly world: { readonly boundary_min: object; readonly boundary_max: object };
  readonly tick: number;
}

function expectedState(): FinalState {
  const path = new URL(
    '../../../../../shared/demos/expected/tf2-pov-gullywash.final-state.json',
    import.meta.url,
  );
  return JSON.parse(readFileSync(fileURLToPath(path), 'utf8'));
}

async function stateAtTheEndOf(name: string): Promise<GameState> {
  const reader = new DemoReader();
  const state = new GameState(reader);
  await reader.readAll([readRecording(name)]);
  expect(reader.problemCount).toBe(0);
  return state;
}

describe.skipIf(areRecordingsAbsent)(`the state of recordings${recordingsNote}`, () => {
  test('agrees with what the reader in Rust found at the end', async () => {
    const expected = expectedState();
    const state = await stateAtTheEndOf('tf2-pov-gullywash.dem');
    expect(state.tick).toBe(expected.tick);
    expect({ ...state.world.mins }).toEqual(expected.world.boundary_min);
    expect({ ...state.world.maxs }).toEqual(expected.world.boundary_max);
    expect(state.players.length).toBe(expected.players.length);
    for (const theirs of expected.players) {
      const ours = state.player(theirs.entity);
      expect(ours).toMatchObject({
        health: theirs.health,
        maxHealth: theirs.max_health,
        playerClass: theirs.class,
        team: theirs.team,
        isAlive: true,
        isInPvs: theirs.in_pvs,
        name: theirs.info.name,
        userId: theirs.info.userId,
        networkId: theirs.info.steamId,
        ping: theirs.ping,
      });
      expect(ours?.position.x).toBeCloseTo(theirs.position.x, 3);
      expect(ours?.position.y).toBeCloseTo(theirs.position.y, 3);
      // Theirs is the height in the table for others, rounded to whole units; this is the recorder.
      expect(ours?.position.z).toBeCloseTo(298.03125, 5);
      expect(ours?.viewAngles.pitch).toBeCloseTo(theirs.pitch_angle, 5);
      // Theirs is 0, out of the baseline for others: this build tells a recorder no yaw of their own.
      expect(ours?.viewAngles.yaw).toBeNaN();
      // Theirs is what stands in the demo: ticks since a hundred that is another one for each entity.
      expect((ours?.simulationTick ?? 0) - 4900).toBe(theirs.simtime);
      expect(ours?.weapons.map(({ entityIndex }) => entityIndex)).toEqual(theirs.weapons.map(indexOfHandle));
      expect(ours?.weapons.map(({ className }) => className)).toEqual([
        'CTFScatterGun',
        'CTFJarMilk',
        'CTFBat',
      ]);
    }
  });

  test('has the yaw of a recorder whose build tells it', async () => {
    const state = await stateAtTheEndOf('tf2-pov-steel-2024.dem');
    const recorder = state.player(1);
    expect(recorder?.playerClass).toBe('soldier');
    expect(recorder?.viewAngles.yaw).toBeCloseTo(56.657, 3);
    expect(recorder?.activeWeapon?.className).toBe('CTFRocketLauncher');
    expect(state.round.phase).toBe('running');
    expect([...state.teams.values()].map(({ name }) => name)).toEqual([
      'Unassigned',
      'Spectator',
      'Red',
      'Blue',
    ]);
  });

  test('is told in another game as far as its tables go', async () => {
    const reader = new DemoReader();
    const state = new GameState(reader);
    const elapsed = new Map<number, number>();
    let shots = 0;
    state.onTick(() => {
      elapsed.set(state.elapsedTicks, (elapsed.get(state.elapsedTicks) ?? 0) + 1);
      for (const player of state.players) if (player.ticksSinceShot === 0) shots++;
    });
    await reader.readAll([readRecording('hl2dm-stv-airfusion.dem')]);
    // SourceTV tells every fourth tick, two packets at a time on the demo's clock.
    expect([...elapsed]).toEqual([
      [0, 1],
      [4, 15_009],
    ]);
    expect(shots).toBe(246);
    const player = state.player(3);
    expect(player).toMatchObject({ isHuman: true, health: 51, playerClass: undefined, isAlive: true });
    expect(player?.maxHealth).toBeNaN();
    expect(player?.viewAngles.pitch).toBeCloseTo(8.969, 3);
    // Written as 354°: an upward look.
    expect(state.player(2)?.viewAngles.pitch).toBeCloseTo(-5.979, 3);
    expect(player?.activeWeapon?.className).toBe('CWeapon357');
    expect(
      [...state.projectiles.values()].map(({ className, owner }) => [className, owner === state.player(2)]),
    ).toEqual([['CBaseGrenade', true]]);
  });
});
