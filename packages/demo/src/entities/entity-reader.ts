import type { BitReader } from '../bits/bit-reader.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import { readPacketEntitiesHead } from '../messages/svc-packet-entities.ts';
import { Entity } from './entity.ts';
import { EntityBaselines } from './entity-baselines.ts';
import type { EntityClasses } from './entity-classes.ts';
import { ENTITY_INDEX_BITS, ENTITY_OPERATIONS, ENTITY_SERIAL_BITS } from './entity-operation.ts';
import type { EntityWatch } from './entity-watch.ts';
import type { PropertyValues } from './property-values.ts';
import type { ReadPlan } from './read-plan.ts';
import { type ChangedIndices, readProperties } from './read-properties.ts';

/** How many entities there may be. */
const MAX_ENTITIES = 2 ** ENTITY_INDEX_BITS;
/** How many values all entities and their baselines may hold: 64 MiB. A full game server's hold some 2 MiB. */
const MAX_VALUES = 8 * 1024 * 1024;

/** The watchers of one class. */
interface Audience {
  readonly always: readonly EntityWatch[];
  readonly inFullUpdates: readonly EntityWatch[];
}

/**
 * Reads svc_PacketEntities (docs/demo-format.md, "Entities"), and holds what is in the game.
 *
 * An entity that enters starts from a baseline: its own, where the message is a delta, else its class's.
 */
export class EntityReader {
  readonly #watches: readonly EntityWatch[];
  readonly #isAnyAlways: boolean;
  readonly #audiences = new Map<ReadPlan, Audience>();
  readonly #changed: ChangedIndices = { indices: new Uint16Array(4096), count: 0 };
  readonly #baselines = new EntityBaselines(MAX_ENTITIES, this.#changed);
  /** By place. Filled, so that one entity at a high place does not make a sparse array of it, which is slow. */
  readonly #entities = new Array<Entity | undefined>(MAX_ENTITIES).fill(undefined);
  #classes: EntityClasses | undefined;
  #valueCount = 0;
  /** The watches that have not yet had enough of the full update that is being read. */
  readonly #curious = new Set<EntityWatch>();

  constructor(watches: readonly EntityWatch[]) {
    this.#watches = watches;
    this.#isAnyAlways = watches.some(isAlways);
  }

  /** The entities there are, by their place. */
  get entities(): readonly (Entity | undefined)[] {
    return this.#entities;
  }

  /** A new level begins, or a new demo: with these classes, and nothing in it. */
  begin(classes: EntityClasses | undefined): void {
    this.#destroyAll();
    this.#classes = classes;
    this.#audiences.clear();
    this.#baselines.begin();
  }

  /** Forgets what classes start from: a new level tells it anew. */
  forgetBaselines(): void {
    this.#baselines.forgetClasses();
  }

  /** Learns what entities of a class start from; read when one is first met. */
  setClassBaseline(classId: number, bytes: Uint8Array): void {
    this.#baselines.setOfClass(classId, bytes);
  }

  /**
   * Reads one message's body; what cannot be read of it is passed over, since its length is told.
   * @throws {DemoFormatError} `broken-message`; the reader then stands behind the message
   */
  read(reader: BitReader, tick: number): void {
    const { deltaFromTick, baselineIndex, updatedEntries, updatesBaseline, dataBits } =
      readPacketEntitiesHead(reader);
    const isDelta = deltaFromTick !== undefined;
    const outerEnd = reader.enter(dataBits);
    try {
      if (isDelta && !this.#isAnyAlways) return;
      if (!isDelta) this.#beginFullUpdate();
      if (updatesBaseline) this.#baselines.copySet(baselineIndex);
      this.#readEntities(reader, updatedEntries, { isDelta, baselineIndex, updatesBaseline, tick });
      if (isDelta) this.#readRemovals(reader);
    } finally {
      reader.leave(outerEnd);
    }
  }

  #readEntities(reader: BitReader, count: number, update: Update): void {
    const classes = this.#classes;
    if (classes === undefined) throw broken(reader, 'entities come before the tables they are read by');
    let index = -1;
    for (let left = count; left > 0 && (update.isDelta || this.#curious.size > 0); left--) {
      index += reader.readUbitVar() + 1;
      if (index >= MAX_ENTITIES)
        throw broken(reader, `there are ${MAX_ENTITIES} entities, and ${index} is told`);
      switch (reader.readUint(2)) {
        case ENTITY_OPERATIONS.update:
          this.#readUpdate(reader, index, update.tick);
          break;
        case ENTITY_OPERATIONS.enter:
          this.#readEnter(reader, index, classes, update);
          break;
        case ENTITY_OPERATIONS.leave:
          this.#leave(index);
          break;
        default:
          this.#delete(index);
      }
    }
  }

  #readUpdate(reader: BitReader, index: number, tick: number): void {
    const entity = this.#entities[index];
    if (entity === undefined) throw broken(reader, `entity ${index} changes, and there is none`);
    readProperties(reader, entity.plan, entity, this.#changed);
    entity.lastUpdateTick = tick;
    const { always } = this.#audienceOf(entity.plan);
    for (let i = 0; i < always.length; i++) always[i]?.onUpdate?.(entity);
  }

  #readEnter(reader: BitReader, index: number, classes: EntityClasses, update: Update): void {
    const plan = classes.planOf(reader.readUint(classes.idBits));
    const serial = reader.readUint(ENTITY_SERIAL_BITS);
    const own = update.isDelta ? this.#baselines.own(update.baselineIndex, index, plan) : undefined;
    const entity = this.#place(index, plan, serial, own ?? this.#baselines.ofClass(plan));
    readProperties(reader, plan, entity, this.#changed);
    entity.isInPvs = true;
    entity.lastUpdateTick = update.tick;
    if (update.updatesBaseline) {
      this.#checkRoomFor(plan);
      this.#baselines.store(update.baselineIndex === 0 ? 1 : 0, index, entity);
    }
    const { always, inFullUpdates } = this.#audienceOf(plan);
    for (const watch of always) watch.onEnter?.(entity);
    if (update.isDelta) return;
    for (const watch of inFullUpdates) {
      if (watch.onEnter?.(entity) === 'enough') this.#curious.delete(watch);
    }
  }

  /** The entity that is at a place from now on, as it starts: the one that was, if it is still the same. */
  #place(index: number, plan: ReadPlan, serial: number, baseline: PropertyValues | undefined): Entity {
    const before = this.#entities[index];
    if (before !== undefined && before.plan === plan && before.serial === serial) {
      if (baseline === undefined) before.clear();
      else before.copyFrom(baseline);
      return before;
    }
    this.#delete(index);
    this.#checkRoomFor(plan);
    this.#valueCount += plan.valueCount;
    const entity = new Entity({ plan, index, serial, baseline, changed: this.#changed });
    this.#entities[index] = entity;
    return entity;
  }

  #checkRoomFor({ valueCount }: ReadPlan): void {
    if (this.#valueCount + this.#baselines.valueCount + valueCount <= MAX_VALUES) return;
    throw brokenMessage(0, `the entities of the demo hold more than ${MAX_VALUES} values`);
  }

  #leave(index: number): void {
    const entity = this.#entities[index];
    // Players' recordings let entities leave that never came.
    if (entity === undefined) return;
    entity.isInPvs = false;
    for (const watch of this.#audienceOf(entity.plan).always) watch.onLeave?.(entity);
  }

  #delete(index: number): void {
    const entity = this.#entities[index];
    if (entity === undefined) return;
    this.#entities[index] = undefined;
    this.#valueCount -= entity.plan.valueCount;
    entity.isInPvs = false;
    for (const watch of this.#audienceOf(entity.plan).always) watch.onDelete?.(entity);
  }

  #beginFullUpdate(): void {
    this.#destroyAll();
    for (const watch of this.#watches) this.#curious.add(watch);
  }

  #destroyAll(): void {
    for (let index = 0; index < this.#entities.length; index++) this.#delete(index);
  }

  /** The list may lack its end: a writer that runs out of room leaves it off. */
  #readRemovals(reader: BitReader): void {
    while (reader.bitsLeft > ENTITY_INDEX_BITS && reader.readBoolean())
      this.#delete(reader.readUint(ENTITY_INDEX_BITS));
  }

  #audienceOf(plan: ReadPlan): Audience {
    const known = this.#audiences.get(plan);
    if (known !== undefined) return known;
    const wanting = this.#watches.filter((watch) => watch.propertiesOf(plan.serverClass) !== undefined);
    const audience = {
      always: wanting.filter(isAlways),
      inFullUpdates: wanting.filter((watch) => !isAlways(watch)),
    };
    this.#audiences.set(plan, audience);
    return audience;
  }
}

interface Update {
  readonly isDelta: boolean;
  readonly baselineIndex: 0 | 1;
  readonly updatesBaseline: boolean;
  readonly tick: number;
}

function isAlways(watch: EntityWatch): boolean {
  return watch.onlyFullUpdates !== true;
}

function broken(reader: BitReader, reason: string): DemoFormatError {
  return brokenMessage(reader.positionBits >>> 3, reason);
}
