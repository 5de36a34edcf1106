import type { BitReader } from '../bits/bit-reader.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { readPacketEntitiesHead } from '../messages/svc-packet-entities.ts';
import { Entity } from './entity.ts';
import type { EntityClasses } from './entity-classes.ts';
import type { EntityWatch } from './entity-watch.ts';
import { PropertyValues } from './property-values.ts';
import type { ReadPlan } from './read-plan.ts';
import { type ChangedIndices, readProperties } from './read-properties.ts';

/** How many entities there may be. */
export const MAX_ENTITIES = 2048;
/** How many values all entities and their baselines may hold: 64 MiB. A full game server's hold some 2 MiB. */
const MAX_VALUES = 8 * 1024 * 1024;
const INDEX_BITS = 11;
const SERIAL_BITS = 10;

// The two bits before an entity: whether it leaves, and whether that is for ever (or, not leaving, it enters).
const UPDATE = 0;
const LEAVE = 1;
const ENTER = 2;

/** The watchers of one class. */
interface Audience {
  readonly always: readonly EntityWatch[];
  readonly inFullUpdates: readonly EntityWatch[];
}

/**
 * Reads svc_PacketEntities (docs/demo-format.md, "Entities"), and holds what is in the game.
 *
 * An entity that enters starts from a baseline: its own, where the message is a delta and one of its class was
 * stored in the set the message names, else its class's. Sets are two, used in turn.
 */
export class EntityReader {
  readonly #watches: readonly EntityWatch[];
  readonly #isAnyAlways: boolean;
  readonly #audiences = new Map<ReadPlan, Audience>();
  readonly #changed: ChangedIndices = { indices: new Uint16Array(4096), count: 0 };
  readonly #classBaselineBytes = new Map<number, Uint8Array>();
  readonly #classBaselines = new Map<number, PropertyValues>();
  readonly #baselineReader: BitReader;
  #entities: (Entity | undefined)[] = [];
  #baselineSets: [(PropertyValues | undefined)[], (PropertyValues | undefined)[]] = [[], []];
  #classes: EntityClasses | undefined;
  #valuesOfEntities = 0;
  #valuesOfBaselines = 0;

  constructor(watches: readonly EntityWatch[], baselineReader: BitReader) {
    this.#watches = watches;
    this.#isAnyAlways = watches.some(isAlways);
    this.#baselineReader = baselineReader;
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
    this.#classBaselines.clear();
    this.#baselineSets = [[], []];
    this.#valuesOfBaselines = 0;
  }

  /** Forgets what classes start from: a new level tells it anew. */
  forgetBaselines(): void {
    this.#classBaselineBytes.clear();
    this.#classBaselines.clear();
  }

  /** Learns what entities of a class start from; read when one is first met. */
  setClassBaseline(classId: number, bytes: Uint8Array): void {
    this.#classBaselineBytes.set(classId, bytes);
    this.#classBaselines.delete(classId);
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
      if (!isDelta) this.#destroyAll();
      if (updatesBaseline) this.#copyBaselines(baselineIndex);
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
    for (let left = count; left > 0; left--) {
      index += reader.readUbitVar() + 1;
      if (index >= MAX_ENTITIES)
        throw broken(reader, `there are ${MAX_ENTITIES} entities, and ${index} is told`);
      switch (reader.readUint(2)) {
        case UPDATE:
          this.#readUpdate(reader, index, update.tick);
          break;
        case ENTER:
          this.#readEnter(reader, index, classes, update);
          break;
        case LEAVE:
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
    const serial = reader.readUint(SERIAL_BITS);
    const entity = this.#place(index, plan, serial);
    const own = update.isDelta ? this.#baselineSets[update.baselineIndex][index] : undefined;
    const baseline = own?.plan === plan ? own : this.#classBaseline(plan);
    if (baseline === undefined) entity.clear();
    else entity.copyFrom(baseline);
    readProperties(reader, plan, entity, this.#changed);
    entity.isInPvs = true;
    entity.lastUpdateTick = update.tick;
    if (update.updatesBaseline) {
      this.#valuesOfBaselines += valuesOf(plan);
      this.#checkSize();
      const stored = new PropertyValues(plan);
      stored.copyFrom(entity);
      this.#baselineSets[update.baselineIndex === 0 ? 1 : 0][index] = stored;
    }
    const { always, inFullUpdates } = this.#audienceOf(plan);
    for (const watch of always) watch.onEnter?.(entity);
    if (!update.isDelta) for (const watch of inFullUpdates) watch.onEnter?.(entity);
  }

  /** The entity that is at a place from now on: the one that was, if it is still the same. */
  #place(index: number, plan: ReadPlan, serial: number): Entity {
    const before = this.#entities[index];
    if (before !== undefined && before.plan === plan && before.serial === serial) return before;
    if (before !== undefined) this.#delete(index);
    this.#valuesOfEntities += valuesOf(plan);
    this.#checkSize();
    const entity = new Entity(plan, index, serial, this.#changed);
    this.#entities[index] = entity;
    return entity;
  }

  /** Before entities of a message become baselines, one set takes over what the other holds. */
  #copyBaselines(baselineIndex: 0 | 1): void {
    const kept = this.#baselineSets[baselineIndex];
    this.#baselineSets[baselineIndex === 0 ? 1 : 0] = [...kept];
    this.#valuesOfBaselines = 0;
    for (const baseline of kept)
      if (baseline !== undefined) this.#valuesOfBaselines += valuesOf(baseline.plan);
  }

  #checkSize(): void {
    if (this.#valuesOfEntities + this.#valuesOfBaselines <= MAX_VALUES) return;
    throw new DemoFormatError({
      code: 'broken-message',
      offset: 0,
      reason: `the entities of the demo hold more than ${MAX_VALUES} values`,
    });
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
    this.#valuesOfEntities -= valuesOf(entity.plan);
    entity.isInPvs = false;
    for (const watch of this.#audienceOf(entity.plan).always) watch.onDelete?.(entity);
  }

  #destroyAll(): void {
    for (let index = 0; index < this.#entities.length; index++) this.#delete(index);
    this.#entities = [];
  }

  /** The list may lack its end: a writer that runs out of room leaves it off. */
  #readRemovals(reader: BitReader): void {
    while (reader.bitsLeft > INDEX_BITS && reader.readBoolean()) this.#delete(reader.readUint(INDEX_BITS));
  }

  #classBaseline(plan: ReadPlan): PropertyValues | undefined {
    const { id } = plan.serverClass;
    const known = this.#classBaselines.get(id);
    if (known !== undefined) return known;
    const bytes = this.#classBaselineBytes.get(id);
    if (bytes === undefined) return undefined;
    const baseline = new PropertyValues(plan);
    this.#baselineReader.rebind(bytes, 0, bytes.length);
    readProperties(this.#baselineReader, plan, baseline, this.#changed);
    this.#classBaselines.set(id, baseline);
    return baseline;
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

function valuesOf(plan: ReadPlan): number {
  return plan.numberCount + plan.objectCount;
}

function isAlways(watch: EntityWatch): boolean {
  return watch.onlyFullUpdates !== true;
}

function broken(reader: BitReader, reason: string): DemoFormatError {
  return new DemoFormatError({ code: 'broken-message', offset: reader.positionBits >>> 3, reason });
}
