import { writeField } from '../bits/write-field.ts';
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
  /** What the translation puts in for %s1 to %s4; empty where there is nothing. */
  readonly parameters: readonly [string, string, string, string];
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

const textMsg: UserMessageBody<TextMsg> = {
  decode: (reader) => ({
    name: 'TextMsg',
    destination: reader.readUint(8),
    text: reader.readString(),
    parameters: [reader.readString(), reader.readString(), reader.readString(), reader.readString()],
  }),
  encode: (writer, { destination, text, parameters }) => {
    writeField(writer, destination, { name: 'destination of TextMsg', bits: 8 });
    writer.writeString(text);
    for (const parameter of parameters) writer.writeString(parameter);
  },
};

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
