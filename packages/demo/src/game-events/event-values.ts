import type { GameEvent } from './game-event.ts';

// Fields come and go over the years, and a type can change: what is asked for by one type may come as another.

/** An integer, or a yes as 1 and a no as 0; undefined where the demo's events have no such field. */
export function integerIn(event: GameEvent, field: string): number | undefined {
  const value = numberIn(event, field);
  return Number.isInteger(value) ? value : undefined;
}

/** The same, also with digits behind the point. */
export function numberIn(event: GameEvent, field: string): number | undefined {
  const value = event.value(field);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function textIn(event: GameEvent, field: string): string | undefined {
  const value = event.value(field);
  return typeof value === 'string' ? value : undefined;
}

/** A yes or no, or a number that is not 0. */
export function isSetIn(event: GameEvent, field: string): boolean | undefined {
  const value = numberIn(event, field);
  return value === undefined ? undefined : value !== 0;
}
