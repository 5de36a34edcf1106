import type { FlatProperty } from '../data-tables/send-table.ts';
import type { PropertyValue } from './property-value.ts';
import { type ReadPlan, SHAPES } from './read-plan.ts';

/** One property that was told anew, and what it holds now. */
export interface PropertyChange {
  readonly property: FlatProperty;
  readonly value: PropertyValue;
}

/**
 * The kept properties of an entity or a temporary entity. Ask its plan once for a slot, then read by slot:
 * that costs one array access. A property that was never told, or is no number, reads as NaN.
 */
export class PropertyValues {
  readonly plan: ReadPlan;
  /** Numbers by slot; a vector takes two or three slots in a row. */
  readonly numbers: Float64Array;
  /** Text and arrays by slot. */
  readonly objects: (PropertyValue | undefined)[];

  /** Holds nothing, or the same as another of its plan. */
  constructor(plan: ReadPlan, other?: PropertyValues) {
    this.plan = plan;
    this.numbers = other?.numbers.slice() ?? new Float64Array(plan.numberCount).fill(Number.NaN);
    this.objects = other?.objects.slice() ?? new Array(plan.objectCount).fill(undefined);
  }

  clear(): void {
    this.numbers.fill(Number.NaN);
    this.objects.fill(undefined);
  }

  /** Takes over what another of the same plan holds. */
  copyFrom(other: PropertyValues): void {
    this.numbers.set(other.numbers);
    for (let i = 0; i < this.objects.length; i++) this.objects[i] = other.objects[i];
  }

  /** The number in a slot; NaN for slot −1 and for what was never told. */
  number(slot: number): number {
    return this.numbers[slot] ?? Number.NaN;
  }

  /** The text in a slot. */
  text(slot: number): string | undefined {
    const value = this.objects[slot];
    return typeof value === 'string' ? value : undefined;
  }

  /** The array in a slot. */
  array(slot: number): readonly PropertyValue[] | undefined {
    const value = this.objects[slot];
    return typeof value === 'string' || typeof value === 'number' ? undefined : value;
  }

  /** What the property of this key or path holds; undefined when it is not kept or was never told. */
  value(key: string): PropertyValue | undefined {
    const property = this.plan.properties.find(
      (flat) => flat.path === key || `${flat.tableName}.${flat.property.name}` === key,
    );
    return property && this.valueAt(property.index);
  }

  /** What the property of this flattened index holds; undefined when it is not kept or was never told. */
  valueAt(index: number): PropertyValue | undefined {
    const slot = this.plan.slots[index] ?? -1;
    if (slot < 0) return undefined;
    const shape = this.plan.shapes[index] ?? 0;
    if (shape === SHAPES.text || shape === SHAPES.array) return this.objects[slot];
    const x = this.number(slot);
    if (Number.isNaN(x)) return undefined;
    if (shape === SHAPES.number) return x;
    const y = this.number(slot + 1);
    return shape === SHAPES.vectorXy ? [x, y] : [x, y, this.number(slot + 2)];
  }
}
