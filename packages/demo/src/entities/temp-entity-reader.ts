import type { BitReader } from '../bits/bit-reader.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import { readDataBits } from '../messages/svc-temp-entities.ts';
import type { WireProtocol } from '../messages/wire-protocol.ts';
import { TempEntity } from './entity.ts';
import type { EntityClasses } from './entity-classes.ts';
import type { TempEntityWatch } from './entity-watch.ts';
import type { ReadPlan } from './read-plan.ts';
import { type ChangedIndices, readProperties } from './read-properties.ts';

const COUNT_BITS = 8;
const DELAY_STEPS_PER_SECOND = 100;

/**
 * Reads svc_TempEntities (docs/demo-format.md, "Temporary entities"). A count of 0 stands for one that must
 * arrive. One without a class of its own is of the class before it, and starts from what that one held.
 */
export class TempEntityReader {
  readonly #watches: readonly TempEntityWatch[];
  readonly #effects = new Map<ReadPlan, WatchedEffect>();
  readonly #changed: ChangedIndices = { indices: new Uint16Array(4096), count: 0 };
  #classes: EntityClasses | undefined;

  constructor(watches: readonly TempEntityWatch[]) {
    this.#watches = watches;
  }

  /** Effects are of these classes from now on. */
  begin(classes: EntityClasses | undefined): void {
    this.#classes = classes;
    this.#effects.clear();
  }

  /**
   * Reads one message's body; what cannot be read of it is passed over, since its length is told.
   * @throws {DemoFormatError} `broken-message`; the reader then stands behind the message
   */
  read(reader: BitReader, protocol: WireProtocol): void {
    const entityCount = reader.readUint(COUNT_BITS);
    const outerEnd = reader.enter(readDataBits(reader, protocol));
    try {
      this.#readEffects(reader, Math.max(1, entityCount));
    } finally {
      reader.leave(outerEnd);
    }
  }

  #readEffects(reader: BitReader, count: number): void {
    let watched: WatchedEffect | undefined;
    for (let left = count; left > 0; left--) {
      const fireDelaySeconds = reader.readBoolean() ? reader.readUint(8) / DELAY_STEPS_PER_SECOND : 0;
      if (reader.readBoolean()) watched = this.#readClass(reader);
      if (watched === undefined) throw broken(reader, 'the first effect of a message has no class');
      const { effect, watches } = watched;
      effect.fireDelaySeconds = fireDelaySeconds;
      readProperties(reader, effect.plan, effect, this.#changed);
      for (let i = 0; i < watches.length; i++) watches[i]?.onTempEntity(effect);
    }
  }

  #readClass(reader: BitReader): WatchedEffect {
    if (this.#classes === undefined) throw broken(reader, 'effects come before the tables they are read by');
    const plan = this.#classes.planOf(reader.readUint(this.#classes.idBits) - 1);
    let watched = this.#effects.get(plan);
    if (watched === undefined) {
      const watches = this.#watches.filter((watch) => watch.propertiesOf(plan.serverClass) !== undefined);
      watched = { effect: new TempEntity(plan), watches };
      this.#effects.set(plan, watched);
    }
    watched.effect.clear();
    return watched;
  }
}

/** An effect that is filled in anew for each of its class, and who wants to know of them. */
interface WatchedEffect {
  readonly effect: TempEntity;
  readonly watches: readonly TempEntityWatch[];
}

function broken(reader: BitReader, reason: string): DemoFormatError {
  return brokenMessage(reader.positionBits >>> 3, reason);
}
