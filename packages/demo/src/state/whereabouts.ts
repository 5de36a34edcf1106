import type { Entity } from '../entities/entity.ts';
import type { ViewAngles } from './player.ts';
import type { WhereaboutsSlots } from './player-properties.ts';
import { MovingPosition } from './position.ts';

const LOCAL_TABLE = 'DT_TFLocalPlayerExclusive';
const NON_LOCAL_TABLE = 'DT_TFNonLocalPlayerExclusive';

/** What one table says, remembered to notice that it says something else. */
class TableValues {
  x = Number.NaN;
  y = Number.NaN;
  z = Number.NaN;
  pitch = Number.NaN;
  yaw = Number.NaN;

  /** Answers whether anything changed. */
  take(entity: Entity, slots: WhereaboutsSlots): boolean {
    const x = entity.number(slots.x);
    // A table that does not say where somebody is says nothing.
    if (Number.isNaN(x)) return false;
    const y = entity.number(slots.y);
    const z = entity.number(slots.z);
    const pitch = entity.number(slots.pitch);
    const yaw = entity.number(slots.yaw);
    const isSame =
      x === this.x &&
      y === this.y &&
      z === this.z &&
      (pitch === this.pitch || Number.isNaN(pitch)) &&
      (yaw === this.yaw || Number.isNaN(yaw));
    this.x = x;
    this.y = y;
    this.z = z;
    this.pitch = pitch;
    this.yaw = yaw;
    return !isSame;
  }
}

/**
 * Where somebody is and looks. Two tables say it: one to whoever sees through the player's eyes, exactly, and
 * one to all others. Only one of them is kept up to date for a recorder, which one may change when they
 * spectate, and the other goes stale: the one that changed last is believed.
 */
export class Whereabouts {
  readonly position = new MovingPosition();
  readonly viewAngles: { -readonly [K in keyof ViewAngles]: number } = { pitch: Number.NaN, yaw: Number.NaN };
  readonly #local = new TableValues();
  readonly #nonLocal = new TableValues();
  #isLocal = false;

  /** Takes over what is told of somebody who comes into sight; part of it may be of another, from a baseline. */
  enter(
    entity: Entity,
    slots: { local: WhereaboutsSlots; nonLocal: WhereaboutsSlots },
    isRecorder: boolean,
  ): void {
    this.#local.take(entity, slots.local);
    this.#nonLocal.take(entity, slots.nonLocal);
    const tables = new Set(entity.changes().map(({ property }) => property.tableName));
    const isTold = tables.has(LOCAL_TABLE) || tables.has(NON_LOCAL_TABLE);
    this.#isLocal = isTold ? tables.has(LOCAL_TABLE) : isRecorder;
    this.#show();
  }

  update(entity: Entity, slots: { local: WhereaboutsSlots; nonLocal: WhereaboutsSlots }): void {
    const hasLocalChanged = this.#local.take(entity, slots.local);
    const hasNonLocalChanged = this.#nonLocal.take(entity, slots.nonLocal);
    if (hasLocalChanged) this.#isLocal = true;
    else if (hasNonLocalChanged) this.#isLocal = false;
    else return;
    this.#show();
  }

  #show(): void {
    const { x, y, z, pitch, yaw } =
      this.#isLocal && !Number.isNaN(this.#local.x) ? this.#local : this.#nonLocal;
    this.position.set(x, y, z);
    // Some games write an upward look as 270 to 360.
    this.viewAngles.pitch = pitch > 180 ? pitch - 360 : pitch;
    this.viewAngles.yaw = yaw;
  }
}
