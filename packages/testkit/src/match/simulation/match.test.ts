import { describe, expect, it } from 'vitest';
import { completeMatchOptions, type MatchOptions } from '../match-options.ts';
import { MAP_REACH } from './map.ts';
import { Match } from './match.ts';
import type { MatchEvent } from './match-event.ts';

/** Plays a match, and tells its events with the ticks they came in. */
function play(ticks: number, options: MatchOptions = {}): { match: Match; events: [number, MatchEvent][] } {
  const match = new Match(completeMatchOptions(options));
  const events: [number, MatchEvent][] = [];
  for (let tick = 1; tick <= ticks; tick++) {
    match.advance();
    for (const event of match.state.events.splice(0)) events.push([tick, event]);
  }
  return { match, events };
}

function countOf(events: readonly [number, MatchEvent][], type: MatchEvent['type']): number {
  return events.filter(([, event]) => event.type === type).length;
}

describe('a match', () => {
  it('has in a few minutes everything a match has', () => {
    const { events } = play(9000, { roundSeconds: 60, voteEverySeconds: 40, pauseEverySeconds: 80 });
    for (const type of [
      ...(['connect', 'disconnect', 'rename', 'team', 'class', 'spawn', 'hurt', 'death', 'healed'] as const),
      ...(['chat', 'voice', 'built', 'round-start', 'round-active', 'point-captured', 'round-win'] as const),
      ...(['vote-start', 'vote-cast', 'vote-end', 'pause', 'shot', 'explosion'] as const),
    ]) {
      expect(countOf(events, type), type).toBeGreaterThan(0);
    }
    const deaths = events.map(([, event]) => event).filter((event) => event.type === 'death');
    expect(deaths.length).toBeGreaterThan(50);
    expect(new Set(deaths.map((death) => death.isFeign))).toEqual(new Set([true, false]));
    expect(deaths.some((death) => death.assister !== undefined)).toBe(true);
    expect(deaths.some((death) => death.attacker === undefined)).toBe(true);
  });

  it('is the same for the same seed, and another for another', () => {
    const places = (seed: number) =>
      play(500, { seed }).match.state.players.map((each) => [each?.x, each?.yaw]);
    expect(places(3)).toEqual(places(3));
    expect(places(3)).not.toEqual(places(4));
  });

  it('lets nobody leave the map, move faster than a rocket jump, or turn as no hand could', () => {
    const match = new Match(completeMatchOptions({ roundSeconds: 20 }));
    const { players } = match.state;
    const farthest = { x: 0, step: 0, pitch: 0, turn: 0 };
    for (let tick = 0; tick < 3000; tick++) {
      const before = players.map((each) => (each === undefined ? undefined : { ...each }));
      match.advance();
      match.state.events.length = 0;
      for (const [slot, player] of players.entries()) {
        const last = before[slot];
        if (player === undefined || last === undefined || !player.isAlive) continue;
        farthest.x = Math.max(farthest.x, Math.abs(player.x));
        farthest.pitch = Math.max(farthest.pitch, Math.abs(player.pitch));
        if (last.spawnCount !== player.spawnCount || last.identity !== player.identity) continue;
        farthest.step = Math.max(farthest.step, Math.abs(player.x - last.x));
        farthest.turn = Math.max(farthest.turn, Math.abs(player.pitch - last.pitch));
      }
    }
    expect(farthest.x).toBeLessThanOrEqual(MAP_REACH);
    expect(farthest.step).toBeLessThan(10);
    expect(farthest.pitch).toBeLessThan(89);
    expect(farthest.turn).toBeLessThan(8);
  });

  it('has cheats where they were asked for, or as soon as the player has lived long enough', () => {
    const kinds = ['spin', 'out-of-bounds-pitch', 'half-turn', 'silent-aim', 'aim-snap'] as const;
    const cheats = kinds.map((kind, player) => ({ kind, player, atTick: 700 + 300 * player }));
    const { events } = play(6000, { cheats });
    const begun = events.flatMap(([tick, event]) =>
      event.type === 'cheat' && event.part === 'begins'
        ? [{ tick, kind: event.kind, slot: event.player.slot }]
        : [],
    );
    expect(new Set(begun.map(({ kind }) => kind))).toEqual(new Set(kinds));
    for (const { tick, kind, slot } of begun) {
      const asked = cheats.find((cheat) => cheat.kind === kind);
      expect(slot).toBe((asked?.player ?? 0) + 1);
      expect(tick).toBeGreaterThanOrEqual(asked?.atTick ?? 0);
      const lives = events.filter(
        ([at, event]) => event.type === 'spawn' && event.player.slot === slot && Math.abs(at - tick) < 61,
      );
      expect(lives).toEqual([]);
    }
  });

  it('refuses what cannot be played', () => {
    expect(() => completeMatchOptions({ players: 1 })).toThrow(RangeError);
    expect(() => completeMatchOptions({ recorder: 24 })).toThrow(RangeError);
    expect(() => completeMatchOptions({ cheats: [{ player: 24, kind: 'spin', atTick: 1 }] })).toThrow(
      RangeError,
    );
  });
});
