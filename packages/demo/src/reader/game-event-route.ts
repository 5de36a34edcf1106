import type { BitReader } from '../bits/bit-reader.ts';
import { brokenMessage, type DemoFormatError } from '../demo-format-error.ts';
import { decodeGameEvent, GAME_EVENT_ID_BITS } from '../game-events/game-event.ts';
import { decodeGameEventList, type GameEventDefinition } from '../game-events/game-event-list.ts';
import type { Interest } from './interest.ts';
import type { Problems } from './problems.ts';

const COUNT_BITS = 9;
const LIST_LENGTH_BITS = 20;
const LENGTH_BITS = 11;

/** Reads the game events somebody listens to, by the demo's own list. */
export class GameEventRoute {
  readonly #interest: Interest;
  readonly #problems: Problems;
  /** The events that are wanted, by id, with those fields that are sent: an event of no bits costs nothing. */
  #wanted: (GameEventDefinition | undefined)[] = [];

  constructor(interest: Interest, problems: Problems) {
    this.#interest = interest;
    this.#problems = problems;
  }

  /** Reads the demo's list; an empty one where it cannot be read. */
  readList(reader: BitReader): readonly GameEventDefinition[] {
    const count = reader.readUint(COUNT_BITS);
    const outerEnd = reader.enter(reader.readUint(LIST_LENGTH_BITS));
    try {
      const definitions = decodeGameEventList(reader, count);
      const { events, gameEvents } = this.#interest;
      this.#wanted = [];
      for (const definition of definitions) {
        const isWanted = events.has('game-event') || gameEvents.has(definition.name);
        if (isWanted) this.#wanted[definition.id] = withoutLocalFields(definition);
      }
      events.tell('game-event-list', definitions);
      return definitions;
    } catch (error) {
      this.#problems.report(error, { affectsState: true });
      return [];
    } finally {
      reader.leave(outerEnd);
    }
  }

  readEvent(reader: BitReader): void {
    const outerEnd = reader.enter(reader.readUint(LENGTH_BITS));
    try {
      const definition = this.#wanted[reader.readUint(GAME_EVENT_ID_BITS)];
      if (definition === undefined) return;
      const event = decodeGameEvent(reader, definition);
      if (reader.bitsLeft !== 0) throw leftOver(reader, definition);
      this.#interest.events.tell('game-event', event);
      this.#interest.gameEvents.tell(event.name, event);
    } catch (error) {
      this.#problems.report(error, { affectsState: false });
    } finally {
      reader.leave(outerEnd);
    }
  }
}

function withoutLocalFields({ id, name, fields }: GameEventDefinition): GameEventDefinition {
  return { id, name, fields: fields.filter(({ type }) => type !== 'local') };
}

function leftOver(reader: BitReader, { name }: GameEventDefinition): DemoFormatError {
  return brokenMessage(
    reader.positionBits >>> 3,
    `the event ${name} has ${reader.bitsLeft} bits more than the demo's list says`,
  );
}
