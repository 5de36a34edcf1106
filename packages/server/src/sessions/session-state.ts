import type { SessionState } from '../database/schema.ts';

/**
 * A session's life. Every move between states is one event in this table and nothing else; the store turns
 * a move into one guarded UPDATE, so two instances or two requests can never make it twice.
 *
 * - `attach`: a WebSocket took the session up; the bytes go to a spool on that instance's disk.
 * - `detach`: the WebSocket is gone. The session waits for it to come back until its grace is over.
 * - `close`: no new stream may begin. What is on the wire is still taken in, then the demo is stored.
 * - `store`: the demo is in the blob store (or there was none) and the spool is gone.
 * - `amend`: late bytes came after closing; the demo is fetched back, completed and stored again.
 * - `reject`: the bytes are not a demo; the reason is kept.
 * - `prune`: the demo was deleted to free space; the row stays.
 */
export type SessionEvent = 'attach' | 'detach' | 'close' | 'store' | 'amend' | 'reject' | 'prune';

type Moves = { readonly [State in SessionState]: { readonly [Event in SessionEvent]?: SessionState } };

const moves: Moves = {
  open: { attach: 'streaming', close: 'closing' },
  streaming: { detach: 'detached', close: 'closing', reject: 'rejected' },
  detached: { attach: 'streaming', close: 'closing', reject: 'rejected' },
  closing: { store: 'closed', reject: 'rejected' },
  closed: { amend: 'closing', prune: 'pruned' },
  rejected: {},
  pruned: {},
};

/** The states in which a session still takes bytes; an account has at most one such session. */
export const liveStates = ['open', 'streaming', 'detached'] as const satisfies readonly SessionState[];

/** The state that an event leads to, or undefined where it is not allowed. */
export function nextState(state: SessionState, event: SessionEvent): SessionState | undefined {
  return moves[state][event];
}

/** One event as the store needs it: where it leads, and from which states. Every event leads to one state. */
export function moveOf(event: SessionEvent): { readonly from: SessionState[]; readonly to: SessionState } {
  const from: SessionState[] = [];
  let to: SessionState | undefined;
  for (const state of Object.keys(moves) as SessionState[]) {
    const target = nextState(state, event);
    if (target === undefined) continue;
    from.push(state);
    to = target;
  }
  if (to === undefined) throw new Error(`No state allows ${event}`);
  return { from, to };
}

export function isLive(state: SessionState): boolean {
  return (liveStates as readonly SessionState[]).includes(state);
}
