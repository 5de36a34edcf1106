import { expect } from 'vitest';
import { DemoReader } from '../src/reader/demo-reader.ts';
import { GameState } from '../src/state/game-state.ts';
import { user } from './staged-demo.ts';
import type { StagedGame } from './staged-game.ts';

export const ADA = user(11, 'Ada');
export const BOB = user(12, 'Bob');

/** What names an entity in properties of others. */
export function handleOf(entityIndex: number): number {
  return entityIndex | (1 << 11);
}

/** Reads a game and shows it after each tick. */
export function play(game: StagedGame, show: (state: GameState) => void = () => undefined): GameState {
  const reader = new DemoReader();
  const state = new GameState(reader);
  state.onTick(() => show(state));
  reader.push(game.bytes());
  reader.end();
  expect(reader.problems).toEqual([]);
  return state;
}
