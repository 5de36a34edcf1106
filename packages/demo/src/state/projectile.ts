import type { Team } from '../users/team.ts';
import type { Player } from './player.ts';
import type { Position } from './position.ts';

/** Something that was shot or thrown and flies, or lies where it fell. It changes in place. */
export interface Projectile {
  readonly entityIndex: number;
  /** Such as `CTFProjectile_Rocket`. */
  readonly className: string;
  /** Who shot it, or deflected it last; undefined for a sentry gun's, and where the recorder knows of no such player. */
  readonly owner: Player | undefined;
  /** The index of the weapon, or sentry gun, that it came from; undefined where the demo does not tell. */
  readonly launcherEntityIndex: number | undefined;
  readonly team: Team | undefined;
  readonly position: Position;
  /** Units a second, as it was launched; NaN where the demo does not tell. */
  readonly velocity: Position;
  readonly isInPvs: boolean;
}
