import { describe, expect, it } from 'vitest';
import type { SessionState } from '../database/schema.ts';
import { isLive, moveOf, nextState, type SessionEvent } from './session-state.ts';

const states: SessionState[] = ['open', 'streaming', 'detached', 'closing', 'closed', 'rejected', 'pruned'];
const events: SessionEvent[] = ['attach', 'detach', 'close', 'store', 'amend', 'reject', 'prune'];

/** Every allowed move, written out by hand from the picture in the design; all others must be refused. */
const allowed: Record<string, SessionState> = {
  'open attach': 'streaming',
  'open close': 'closing',
  'streaming detach': 'detached',
  'streaming close': 'closing',
  'streaming reject': 'rejected',
  'detached attach': 'streaming',
  'detached close': 'closing',
  'detached reject': 'rejected',
  'closing store': 'closed',
  'closing reject': 'rejected',
  'closed amend': 'closing',
  'closed prune': 'pruned',
};

describe('the states of a session', () => {
  it.each(states.flatMap((state) => events.map((event) => [state, event] as const)))(
    'treats %s on %s as the design says',
    (state, event) => {
      expect(nextState(state, event)).toBe(allowed[`${state} ${event}`]);
    },
  );

  it.each(events)('gives the store one target and all origins of %s', (event) => {
    const { from, to } = moveOf(event);
    expect(from).toEqual(states.filter((state) => allowed[`${state} ${event}`] !== undefined));
    for (const state of from) expect(nextState(state, event)).toBe(to);
  });

  it('lets a session always come to an end', () => {
    const ends = (state: SessionState): boolean =>
      ['closed', 'rejected', 'pruned'].includes(state) ||
      (['close', 'store'] as const).some((event) => {
        const next = nextState(state, event);
        return next !== undefined && ends(next);
      });
    expect(states.every(ends)).toBe(true);
  });

  it('counts as live exactly the states that take bytes', () => {
    expect(states.filter(isLive)).toEqual(['open', 'streaming', 'detached']);
  });
});
