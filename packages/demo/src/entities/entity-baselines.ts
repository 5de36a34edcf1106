import { BitReader } from '../bits/bit-reader.ts';
import { PropertyValues } from './property-values.ts';
import type { ReadPlan } from './read-plan.ts';
import { type ChangedIndices, readProperties } from './read-properties.ts';

type BaselineSet = (PropertyValues | undefined)[];

/**
 * What entities start from when they enter: a baseline of their own, where one of their class was stored in the
 * set the message names, else their class's. Sets are two, used in turn.
 */
export class EntityBaselines {
  readonly #bytesOfClasses = new Map<number, Uint8Array>();
  /** Undefined for those that cannot be read: they are tried once. */
  readonly #ofClasses = new Map<number, PropertyValues | undefined>();
  readonly #reader = new BitReader(new Uint8Array());
  readonly #changed: ChangedIndices;
  readonly #places: number;
  #sets: [BaselineSet, BaselineSet];
  #valueCounts: [number, number] = [0, 0];

  /** @param places how many entities there may be */
  constructor(places: number, changed: ChangedIndices) {
    this.#places = places;
    this.#changed = changed;
    this.#sets = [this.#emptySet(), this.#emptySet()];
  }

  /** How many values entities' own baselines hold at most. */
  get valueCount(): number {
    return this.#valueCounts[0] + this.#valueCounts[1];
  }

  /** Nothing that was read holds any more; what classes start from is read anew. */
  begin(): void {
    this.#ofClasses.clear();
    this.#sets = [this.#emptySet(), this.#emptySet()];
    this.#valueCounts = [0, 0];
  }

  /** Forgets what classes start from: a new level tells it anew. */
  forgetClasses(): void {
    this.#bytesOfClasses.clear();
    this.#ofClasses.clear();
  }

  /** Learns what entities of a class start from; read when one is first met. */
  setOfClass(classId: number, bytes: Uint8Array): void {
    this.#bytesOfClasses.set(classId, bytes);
    this.#ofClasses.delete(classId);
  }

  /** Before entities of a message become baselines, one set takes over what the other holds. */
  copySet(from: 0 | 1): void {
    const to = from === 0 ? 1 : 0;
    this.#sets[to] = this.#sets[from].slice();
    this.#valueCounts[to] = this.#valueCounts[from];
  }

  /** Keeps what an entity holds, as what it starts from next time. */
  store(set: 0 | 1, index: number, entity: PropertyValues): void {
    this.#valueCounts[set] += entity.plan.valueCount - (this.#sets[set][index]?.plan.valueCount ?? 0);
    this.#sets[set][index] = new PropertyValues(entity.plan, entity);
  }

  /** An entity's own baseline; undefined where it has none, or was of another class. */
  own(set: 0 | 1, index: number, plan: ReadPlan): PropertyValues | undefined {
    const own = this.#sets[set][index];
    return own?.plan === plan ? own : undefined;
  }

  /**
   * A class's baseline; undefined where none was told.
   * @throws {DemoFormatError} `broken-message` when it cannot be read; from then on there is none
   */
  ofClass(plan: ReadPlan): PropertyValues | undefined {
    const { id } = plan.serverClass;
    const bytes = this.#bytesOfClasses.get(id);
    if (bytes === undefined || this.#ofClasses.has(id)) return this.#ofClasses.get(id);
    this.#ofClasses.set(id, undefined);
    const baseline = new PropertyValues(plan);
    this.#reader.rebind(bytes, 0, bytes.length);
    readProperties(this.#reader, plan, baseline, this.#changed);
    this.#ofClasses.set(id, baseline);
    return baseline;
  }

  /** Filled, so that one entity at a high place does not make a sparse array of it, which is slow to copy. */
  #emptySet(): BaselineSet {
    return new Array<PropertyValues | undefined>(this.#places).fill(undefined);
  }
}
