import { BitWriter } from '../bits/bit-writer.ts';
import { writeField } from '../bits/write-field.ts';
import type { SvcTempEntities } from '../messages/svc-temp-entities.ts';
import { propertiesOfClass } from './encode-packet-entities.ts';
import { encodeProperties, type PropertyUpdate } from './encode-properties.ts';
import type { EntityClasses } from './entity-classes.ts';

const DELAY_BITS = 8;
const DELAY_STEPS_PER_SECOND = 100;
const MAX_EFFECTS = 255;

/** One effect of svc_TempEntities. */
export interface TempEntityUpdate {
  /** 0 to 2.55, rounded to hundredths; none when left out. */
  readonly fireDelaySeconds?: number;
  /** Left out: it is of the class of the effect before it, and `properties` is what changes against that one. */
  readonly classId?: number;
  readonly properties: readonly PropertyUpdate[];
}

/**
 * Puts svc_TempEntities together (docs/demo-format.md, "Temporary entities").
 * @throws {RangeError} when something would not read back
 */
export function encodeTempEntities(
  { effects, isReliable = false }: { effects: readonly TempEntityUpdate[]; isReliable?: boolean },
  classes: EntityClasses,
): SvcTempEntities {
  if (effects.length === 0 || effects.length > (isReliable ? 1 : MAX_EFFECTS)) {
    throw new RangeError(
      `One svc_TempEntities holds 1 to ${MAX_EFFECTS} effects, or one that is reliable, not ${effects.length}.`,
    );
  }
  const writer = new BitWriter();
  let classBefore: number | undefined;
  for (const effect of effects) {
    encodeDelay(writer, effect.fireDelaySeconds ?? 0);
    const classId = effect.classId ?? classBefore;
    if (classId === undefined) throw new RangeError('The first effect of a message has a class of its own.');
    writer.writeBoolean(effect.classId !== undefined);
    if (effect.classId !== undefined) {
      writeField(writer, classId + 1, { name: 'One more than the id of a class', bits: classes.idBits });
    }
    encodeProperties(writer, propertiesOfClass(classes, classId), effect.properties);
    classBefore = classId;
  }
  return {
    type: 'svc_TempEntities',
    entityCount: isReliable ? 0 : effects.length,
    data: writer.toBitString(),
  };
}

function encodeDelay(writer: BitWriter, seconds: number): void {
  const steps = Math.round(seconds * DELAY_STEPS_PER_SECOND);
  writer.writeBoolean(steps !== 0);
  if (steps !== 0) {
    writeField(writer, steps, { name: 'The delay of an effect in hundredths of a second', bits: DELAY_BITS });
  }
}
