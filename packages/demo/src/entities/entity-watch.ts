import type { ServerClass } from '../data-tables/send-table.ts';
import type { Entity, TempEntity } from './entity.ts';
import type { PropertyChoice } from './read-plan.ts';

/** What somebody wants to know of entities; what nobody wants is passed over. */
export interface EntityWatch {
  /**
   * What is to be kept of a class: `all`, or keys such as `DT_BasePlayer.m_iHealth`, `m_iScore.*` for a whole
   * table, or full paths. Undefined: nothing, and no call for entities of it. Asked once a class.
   */
  propertiesOf(serverClass: ServerClass): PropertyChoice | undefined;
  /** Only `onEnter` in updates that tell everything anew, usually the first: then all others cost nothing. */
  readonly onlyFullUpdates?: boolean;
  /**
   * It is there: new, or back in sight. All it holds was told anew. A watch of full updates only may answer
   * `'enough'`: when all of them do, the rest of the update is passed over.
   */
  onEnter?(entity: Entity): unknown;
  /** Some of it was told anew: {@link Entity.changes}. */
  onUpdate?(entity: Entity): void;
  /** The recorder is no longer told of it. */
  onLeave?(entity: Entity): void;
  /** It is gone. */
  onDelete?(entity: Entity): void;
}

/** What somebody wants to know of effects; what nobody wants is passed over. */
export interface TempEntityWatch {
  /** What is to be kept of a class, as of entities. Undefined: nothing, and no call for effects of it. */
  propertiesOf(serverClass: ServerClass): PropertyChoice | undefined;
  /** It takes effect. What it holds is valid in the call only. */
  onTempEntity(effect: TempEntity): void;
}
