import {
  BitWriter,
  encodeGameEvent,
  encodeMessage,
  encodeUserMessage,
  type GameEventDefinition,
  type GameEventValue,
  type Message,
  type UserMessage,
  userMessageRegistryOf,
  type WireProtocol,
} from '@demobase/demo';
import type { BitPacker } from './bit-packer.ts';
import { EVENT_DEFINITIONS } from './event-definitions.ts';

const PROTOCOL: WireProtocol = { network: 24, messageTypeBits: 6 };
const REGISTRY = userMessageRegistryOf({
  gameDirectory: 'tf',
  networkProtocol: PROTOCOL.network,
  gameEvents: EVENT_DEFINITIONS,
});

const DEFINITIONS = new Map(EVENT_DEFINITIONS.map((each) => [each.name, each]));
const DEFAULTS = new Map(EVENT_DEFINITIONS.map((each) => [each.name, defaultValuesOf(each)]));

type Values = Readonly<Record<string, GameEventValue>>;

/** Writes a message of any type: for those that are rare, and go through their own codec. */
export function packMessage(packer: BitPacker, message: Message): void {
  const writer = new BitWriter();
  encodeMessage(writer, message, PROTOCOL);
  const { bytes, bits } = writer.toBitString();
  packer.writeBits(bytes, bits);
}

/** Writes a game event; what is not given is 0, empty or false. */
export function packGameEvent(packer: BitPacker, name: string, given: Values = {}): void {
  const definition = DEFINITIONS.get(name);
  if (definition === undefined) throw new RangeError(`The event list of a match has no ${name}.`);
  const writer = new BitWriter();
  encodeGameEvent(writer, definition, { name, values: { ...DEFAULTS.get(name), ...given } });
  packMessage(packer, { type: 'svc_GameEvent', data: writer.toBitString() });
}

export function packUserMessage(packer: BitPacker, message: UserMessage): void {
  packMessage(packer, encodeUserMessage(message, REGISTRY));
}

function defaultValuesOf({ fields }: GameEventDefinition): Values {
  return Object.fromEntries(
    fields.map(({ name, type }) => [name, type === 'string' ? '' : type === 'bool' ? false : 0]),
  );
}
