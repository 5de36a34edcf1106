import type { Player } from './player.ts';

/** What the state of buildings and projectiles stands on besides their entities. */
export interface ThingSources {
  readonly game: string;
  player(entityIndex: number): Player | undefined;
}
