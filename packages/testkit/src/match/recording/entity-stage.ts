import { BitPacker } from './bit-packer.ts';
import type { EntityLayout } from './entity-layout.ts';
import { CLASS_ID_BITS } from './server-classes.ts';

const PACKET_ENTITIES = 26;
const MAX_ENTITIES = 2048;
const INDEX_BITS = 11;
const SERIAL_BITS = 10;
const OPERATIONS = { update: 0, leave: 1, enter: 2, delete: 3 } as const;
/** The body of the largest packet: every entity entering. */
const BODY_BYTES = 128 * 1024;

/** An entity as the recorder's game has it: what is true of it, and what of that has not been sent. */
export class StagedEntity {
  readonly layout: EntityLayout;
  /** What the entity stands for: another one at the same index is another entity. */
  readonly subject: object;
  readonly serial: number;
  /** Its values, as the layout places them. */
  readonly words: Int32Array;
  /** A bit for each property that has changed since it was sent. */
  readonly changed: Int32Array;
  hasChanged = false;
  isInPvs = false;
  shownIn = -1;

  constructor(layout: EntityLayout, subject: object, serial: number) {
    this.layout = layout;
    this.subject = subject;
    this.serial = serial;
    this.words = layout.baseline.slice();
    this.changed = new Int32Array((layout.propertyCount + 31) >>> 5);
  }

  /** Sets a whole number that is written as it is. */
  setInt(place: number, value: number): void {
    if (this.words[place] === value) return;
    this.words[place] = value;
    const property = this.layout.propertyAt[place] ?? 0;
    this.changed[property >>> 5] = (this.changed[property >>> 5] ?? 0) | (1 << (property & 31));
    this.hasChanged = true;
  }

  set(place: number, value: number | string | readonly number[]): void {
    this.setInt(place, this.layout.wordOf(place, value));
  }
}

/** What an entity had when it last entered in a packet that renews baselines. */
interface EntityBaseline {
  readonly layout: EntityLayout;
  readonly words: Int32Array;
}

/** Every so many packets, if anything enters, baselines are renewed. */
const PACKETS_PER_RENEWAL = 20;

/** The entities of a recording, and the packets that tell of them. */
export class EntityStage {
  readonly #entities: (StagedEntity | undefined)[] = new Array(MAX_ENTITIES).fill(undefined);
  readonly #serials = new Uint16Array(MAX_ENTITIES);
  readonly #body = new BitPacker(BODY_BYTES);
  readonly #deleted: number[] = [];
  /** What entering entities are told against: a set for each entity, of which the game keeps two in turn. */
  #baselines = new Map<number, EntityBaseline>();
  #baselineSet = 0;
  #renewsFrom = 0;
  /** The set that takes over after this packet; none while it renews nothing. */
  #renewed: Map<number, EntityBaseline> | undefined;
  #packet = 0;
  #entityCount = 0;

  /** Begins a packet: what is not shown until it is written is gone. */
  begin(): void {
    this.#packet++;
  }

  /** The entity at an index that stands for this; new where another stood there. */
  show(entityIndex: number, layout: EntityLayout, subject: object): StagedEntity {
    let entity = this.#entities[entityIndex];
    if (entity === undefined || entity.subject !== subject || entity.layout !== layout) {
      entity = new StagedEntity(layout, subject, this.#nextSerial(entityIndex));
      this.#entities[entityIndex] = entity;
      if (entityIndex >= this.#entityCount) this.#entityCount = entityIndex + 1;
    }
    entity.shownIn = this.#packet;
    return entity;
  }

  /** Says that an entity is there, and the recorder's game is told nothing of it. */
  hide(entityIndex: number): void {
    const entity = this.#entities[entityIndex];
    if (entity !== undefined) entity.shownIn = -this.#packet;
  }

  /** Whether the recorder's game is being told of the entity at an index. */
  isInPvs(entityIndex: number): boolean {
    return this.#entities[entityIndex]?.isInPvs ?? false;
  }

  /** What names an entity in properties of others. */
  handleOf(entityIndex: number): number {
    const entity = this.#entities[entityIndex];
    return entity === undefined ? 0x1fffff : entityIndex | (entity.serial << INDEX_BITS);
  }

  /** Writes svc_PacketEntities: against the packet of a tick, or everything. */
  write(packer: BitPacker, deltaFromTick: number | undefined): void {
    const body = this.#body;
    body.clear();
    this.#renewed = undefined;
    const updated = this.#writeEntities(body, deltaFromTick === undefined);
    if (deltaFromTick !== undefined) this.#writeDeletions(body);
    packer.write(PACKET_ENTITIES, 6);
    packer.write(this.#entityCount, 11);
    packer.write(deltaFromTick === undefined ? 0 : 1, 1);
    if (deltaFromTick !== undefined) packer.write(deltaFromTick, 32);
    packer.write(this.#baselineSet, 1);
    packer.write(updated, 11);
    packer.write(body.positionBits, 20);
    packer.write(this.#renewed === undefined ? 0 : 1, 1);
    packer.append(body);
    if (this.#renewed === undefined) return;
    this.#baselines = this.#renewed;
    this.#baselineSet ^= 1;
    this.#renewsFrom = this.#packet + PACKETS_PER_RENEWAL;
  }

  #writeEntities(body: BitPacker, isFull: boolean): number {
    let updated = 0;
    let last = -1;
    this.#deleted.length = 0;
    for (let index = 0; index < this.#entityCount; index++) {
      const entity = this.#entities[index];
      if (entity === undefined) continue;
      const operation = this.#operationOn(entity, index, isFull);
      if (operation === undefined) continue;
      body.writeUbitVar(index - last - 1);
      body.write(operation, 2);
      last = index;
      updated++;
      if (operation === OPERATIONS.enter) {
        body.write(entity.layout.classId, CLASS_ID_BITS);
        body.write(entity.serial, SERIAL_BITS);
        const { layout, words } = entity;
        const own = isFull ? undefined : this.#baselines.get(index);
        layout.writeDifferences(body, words, own?.layout === layout ? own.words : layout.baseline);
        entity.changed.fill(0);
        this.#renewBaseline(index, { layout, words });
      } else if (operation === OPERATIONS.update) {
        entity.layout.writeChanged(body, entity.words, entity.changed);
      }
      entity.hasChanged = false;
      entity.isInPvs = operation === OPERATIONS.enter || operation === OPERATIONS.update;
    }
    return updated;
  }

  #renewBaseline(index: number, { layout, words }: EntityBaseline): void {
    if (this.#packet < this.#renewsFrom) return;
    this.#renewed ??= new Map(this.#baselines);
    this.#renewed.set(index, { layout, words: words.slice() });
  }

  #operationOn(entity: StagedEntity, index: number, isFull: boolean): number | undefined {
    if (entity.shownIn === this.#packet) {
      if (isFull || !entity.isInPvs) return OPERATIONS.enter;
      return entity.hasChanged ? OPERATIONS.update : undefined;
    }
    if (entity.shownIn === -this.#packet) return entity.isInPvs && !isFull ? OPERATIONS.leave : undefined;
    this.#entities[index] = undefined;
    if (isFull) return undefined;
    if (entity.isInPvs) return OPERATIONS.delete;
    // The recorder's game sees nothing of it any more, and is told by the list behind the entities.
    this.#deleted.push(index);
    return undefined;
  }

  #writeDeletions(body: BitPacker): void {
    for (const index of this.#deleted) body.write(1 | (index << 1), 1 + INDEX_BITS);
    body.write(0, 1);
  }

  #nextSerial(entityIndex: number): number {
    const serial = ((this.#serials[entityIndex] ?? 0) + 1) & ((1 << SERIAL_BITS) - 1);
    this.#serials[entityIndex] = serial;
    return serial;
  }
}
