import type {
  DemoReader,
  Entity,
  EntityWatch,
  GameEvent,
  Message,
  TempEntityWatch,
  UserMessage,
} from '@demobase/demo';
import { changedProperties, heldProperties } from './entity-properties.ts';
import type { EventChoice, EventKind } from './event-choice.ts';

/** Besides these, each kind has fields of its own. */
interface TickedEvent {
  readonly event: EventKind;
  /** On the demo's clock. */
  readonly tick: number;
}

interface ListingOptions {
  readonly choice: EventChoice;
  /** Given each event as it is told; what is in it holds only until it returns. */
  readonly onEvent: (event: TickedEvent) => void;
}

/**
 * Has a reader tell every event that was chosen, in the order of the demo. Every one has `event`, its kind, and
 * `tick`, on the demo's clock.
 */
export function listEvents(reader: DemoReader, { choice, onEvent }: ListingOptions): void {
  const tell = (event: EventKind, fields: object) => onEvent({ event, tick: reader.tick, ...fields });
  for (const [kind, names] of choice) {
    switch (kind) {
      case 'message':
        listMessages(reader, names, (message) => tell(kind, message));
        break;
      case 'game-event':
        listGameEvents(reader, names, (event) => tell(kind, event));
        break;
      case 'user-message':
        listUserMessages(reader, names, (message) => tell(kind, message));
        break;
      case 'string-table-entry':
        listStringTables(reader, names, (entry) => tell(kind, entry));
        break;
      case 'entity':
        reader.watchEntities(entityWatch(names, (change) => tell(kind, change)));
        break;
      case 'temp-entity':
        reader.watchTempEntities(effectWatch(names, (effect) => tell(kind, effect)));
        break;
      case 'packet':
        // A packet of sign-on has a tick of another clock.
        reader.on(kind, ({ tick: _tick, ...packet }) => tell(kind, packet));
        break;
      case 'game-event-list':
        reader.on(kind, (events) => tell(kind, { events }));
        break;
      default:
        reader.on(kind, (fields: object) => tell(kind, fields));
    }
  }
}

type Names = 'all' | ReadonlySet<string>;
type Tell = (fields: object) => void;

function listMessages(reader: DemoReader, names: Names, tell: Tell): void {
  if (names === 'all') reader.on('message', tell);
  // A name that no message has is never told.
  else for (const name of names) reader.on(name as Message['type'], tell);
}

function listGameEvents(reader: DemoReader, names: Names, tell: Tell): void {
  // An event reads its values only when it is asked for them.
  const onEvent = ({ name, values }: GameEvent) => tell({ name, values });
  if (names === 'all') reader.on('game-event', onEvent);
  else for (const name of names) reader.onGameEvent(name, onEvent);
}

function listUserMessages(reader: DemoReader, names: Names, tell: Tell): void {
  if (names === 'all') reader.on('user-message', tell);
  // As above.
  else for (const name of names) reader.onUserMessage(name as UserMessage['name'], tell);
}

function listStringTables(reader: DemoReader, names: Names, tell: Tell): void {
  const onChange: Parameters<DemoReader['onStringTable']>[1] = ({ table, index, entry }) =>
    tell({ table: table.name, index, ...entry, userData: entry.userData ?? null });
  if (names === 'all') reader.on('string-table-entry', onChange);
  else for (const name of names) reader.onStringTable(name, onChange);
}

function entityWatch(names: Names, tell: Tell): EntityWatch {
  const tellOf = (change: string, entity: Entity, properties?: object) =>
    tell({
      change,
      entityIndex: entity.index,
      serial: entity.serial,
      class: entity.serverClass.name,
      ...(properties && { properties }),
    });
  return {
    propertiesOf: ({ name }) => (names === 'all' || names.has(name) ? 'all' : undefined),
    onEnter: (entity) => tellOf('enter', entity, heldProperties(entity)),
    onUpdate: (entity) => tellOf('update', entity, changedProperties(entity)),
    onLeave: (entity) => tellOf('leave', entity),
    onDelete: (entity) => tellOf('delete', entity),
  };
}

function effectWatch(names: Names, tell: Tell): TempEntityWatch {
  return {
    propertiesOf: ({ name }) => (names === 'all' || names.has(name) ? 'all' : undefined),
    onTempEntity: (effect) => {
      const { fireDelaySeconds } = effect;
      tell({ class: effect.serverClass.name, fireDelaySeconds, properties: heldProperties(effect) });
    },
  };
}
