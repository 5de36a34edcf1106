import { BitReader } from '../bits/bit-reader.ts';
import type { BitString } from '../bits/bit-string.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import type { SvcUserMessage } from '../messages/svc-user-message.ts';
import { type ChatMessage, chatBodies } from './chat-messages.ts';
import { type ModelMessage, modelBodies } from './model-messages.ts';
import { type PlayerMessage, playerBodies } from './player-messages.ts';
import { type PlayerStatsUpdate, playerStatsUpdate } from './player-stats-update.ts';
import { type SayText2, sayText2 } from './say-text-2.ts';
import { type ScreenMessage, screenBodies } from './screen-messages.ts';
import type { UserMessageBodies, UserMessageBody } from './user-message-body.ts';
import { type UserMessageRegistry, userMessageName } from './user-message-registry.ts';
import { type VguiMenu, vguiMenu } from './vgui-menu.ts';
import { type VoiceMask, voiceMask } from './voice-mask.ts';
import { type VoteMessage, voteBodies } from './vote-messages.ts';

/** A user message whose body is known; `name` is the game's own. */
export type KnownUserMessage =
  | ChatMessage
  | ModelMessage
  | PlayerMessage
  | PlayerStatsUpdate
  | SayText2
  | ScreenMessage
  | VguiMenu
  | VoiceMask
  | VoteMessage;

/** A user message that has no known body, or another one than its number promised. */
export interface UnknownUserMessage {
  readonly name: 'unknown';
  readonly typeNumber: number;
  readonly data: BitString;
  /** What the number stands for, if the demo's build is the one it was taken for. */
  readonly likelyName?: string;
}

export type UserMessage = KnownUserMessage | UnknownUserMessage;

const BODIES: UserMessageBodies<KnownUserMessage> = {
  ...chatBodies,
  ...modelBodies,
  ...playerBodies,
  ...screenBodies,
  ...voteBodies,
  PlayerStatsUpdate: playerStatsUpdate,
  SayText2: sayText2,
  VGUIMenu: vguiMenu,
  VoiceMask: voiceMask,
};

const BODIES_BY_NAME = new Map<string, UserMessageBody<KnownUserMessage>>(
  // Each body meets messages of its own name only, which TypeScript cannot follow through a map.
  Object.entries(BODIES as unknown as Record<string, UserMessageBody<KnownUserMessage>>),
);

/**
 * Reads what a svc_UserMessage holds. Numbers depend on the build of the game, so a name is given only to a
 * body that consumes exactly its bits; anything else is `unknown`, never an error.
 */
export function decodeUserMessage(
  { userMessageType: typeNumber, data }: Omit<SvcUserMessage, 'type'>,
  registry: UserMessageRegistry,
): UserMessage {
  const likelyName = userMessageName(typeNumber, registry);
  if (likelyName === undefined) return { name: 'unknown', typeNumber, data };
  const body = BODIES_BY_NAME.get(likelyName);
  const message = body === undefined ? undefined : decodeExactly(body, data);
  return message ?? { name: 'unknown', typeNumber, data, likelyName };
}

function decodeExactly(
  body: UserMessageBody<KnownUserMessage>,
  data: BitString,
): KnownUserMessage | undefined {
  const reader = new BitReader(data.bytes);
  try {
    reader.enter(data.bits);
    const message = body.decode(reader);
    return reader.bitsLeft === 0 ? message : undefined;
  } catch (error) {
    if (error instanceof DemoFormatError) return undefined;
    throw error;
  }
}

/**
 * Writes a user message under the number the registry gives it.
 * @throws {RangeError} when the registry does not have it, or a value would not read back
 */
export function encodeUserMessage(message: UserMessage, registry: UserMessageRegistry): SvcUserMessage {
  if (message.name === 'unknown') {
    return { type: 'svc_UserMessage', userMessageType: message.typeNumber, data: message.data };
  }
  const userMessageType = registry.names.indexOf(message.name);
  const body = BODIES_BY_NAME.get(message.name);
  if (userMessageType === -1 || body === undefined) {
    throw new RangeError(`The user messages of ${registry.key} have no ${message.name}.`);
  }
  const writer = new BitWriter();
  body.encode(writer, message);
  return { type: 'svc_UserMessage', userMessageType, data: writer.toBitString() };
}
