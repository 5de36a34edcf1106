import type { BitReader } from '../bits/bit-reader.ts';
import { writeField } from '../bits/write-field.ts';
import { brokenMessage } from '../demo-format-error.ts';
import { bodyOf, type UserMessageBodies, type UserMessageBody } from './user-message-body.ts';

/** Chat as the oldest games send it: ready-made text. */
export interface SayText {
  readonly name: 'SayText';
  /** Entity index of who speaks; 0 is the game server. */
  readonly clientEntity: number;
  readonly text: string;
  /** Whether it is chat, and so may be muted. */
  readonly isChat: boolean;
}

/** A notice of the game. */
export interface TextMsg {
  readonly name: 'TextMsg';
  /** 1 notify, 2 console, 3 talk, 4 centre of the screen. */
  readonly destination: number;
  /** Text, or the key of a translation such as `#TF_timeleft`. */
  readonly text: string;
  /**
   * What the translation puts in for %s1 to %s4; empty where there is nothing. The game sends all four, plugins
   * often none.
   */
  readonly parameters: readonly string[];
}

/** A voice command, such as the call for a medic. */
export interface VoiceSubtitle {
  readonly name: 'VoiceSubtitle';
  /** Entity index of who calls. */
  readonly clientEntity: number;
  /** Which of the voice menus, from 0. */
  readonly menu: number;
  /** Which item of it, from 0. */
  readonly item: number;
}

export type ChatMessage = SayText | TextMsg | VoiceSubtitle;

const MAX_PARAMETERS = 4;

const textMsg: UserMessageBody<TextMsg> = {
  decode: (reader) => ({
    name: 'TextMsg',
    destination: reader.readUint(8),
    text: reader.readString(),
    parameters: readParameters(reader),
  }),
  encode: (writer, { destination, text, parameters }) => {
    writeField(writer, destination, { name: 'destination of TextMsg', bits: 8 });
    writer.writeString(text);
    if (parameters.length > MAX_PARAMETERS) {
      throw new RangeError(`A TextMsg has at most ${MAX_PARAMETERS} parameters, not ${parameters.length}.`);
    }
    for (const parameter of parameters) writer.writeString(parameter);
  },
};

function readParameters(reader: BitReader): readonly string[] {
  const parameters: string[] = [];
  while (reader.bitsLeft > 0) parameters.push(reader.readString());
  if (parameters.length <= MAX_PARAMETERS) return parameters;
  throw brokenMessage(reader.positionBits >>> 3, `a TextMsg holds one to ${1 + MAX_PARAMETERS} texts`);
}

export const chatBodies: UserMessageBodies<ChatMessage> = {
  SayText: bodyOf<SayText>('SayText', [
    ['clientEntity', 'byte'],
    ['text', 'string'],
    ['isChat', 'flag'],
  ]),
  TextMsg: textMsg,
  VoiceSubtitle: bodyOf<VoiceSubtitle>('VoiceSubtitle', [
    ['clientEntity', 'byte'],
    ['menu', 'byte'],
    ['item', 'byte'],
  ]),
};
