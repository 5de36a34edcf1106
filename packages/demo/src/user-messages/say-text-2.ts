import type { BitReader } from '../bits/bit-reader.ts';
import { writeField } from '../bits/write-field.ts';
import { brokenMessage } from '../demo-format-error.ts';
import type { UserMessageBody } from './user-message-body.ts';

interface SayText2Head {
  readonly name: 'SayText2';
  /** Entity index of who speaks: their slot + 1; 0 is the game server. */
  readonly clientEntity: number;
  /** Whether it is chat, and so may be muted. */
  readonly isChat: boolean;
}

/** Chat as the game sends it. */
export interface SayText2Formatted extends SayText2Head {
  readonly form: 'formatted';
  /** How the client puts it together: `TF_Chat_All`, `TF_Chat_Team`, …, or `#TF_Name_Change` for a renaming. */
  readonly format: string;
  /** The speaker's name. */
  readonly sender: string;
  /** What they said; their new name in a renaming. */
  readonly text: string;
  /** Normally empty. */
  readonly parameters: readonly [string, string];
}

/** Chat that a plugin of the game server put together: name, colours and all in one text. */
export interface SayText2Plain extends SayText2Head {
  readonly form: 'plain';
  /** Mostly begins with a colour code; `stripColours` takes them out. */
  readonly text: string;
}

/** A line of chat. */
export type SayText2 = SayText2Formatted | SayText2Plain;

export const sayText2: UserMessageBody<SayText2> = {
  decode: (reader) => {
    const clientEntity = reader.readUint(8);
    const isChat = reader.readUint(8) !== 0;
    const [first, sender, text, ...parameters] = readStrings(reader);
    if (first !== undefined && sender === undefined) {
      return { name: 'SayText2', form: 'plain', clientEntity, isChat, text: first };
    }
    const [third, fourth, ...more] = parameters;
    if (
      first === undefined ||
      sender === undefined ||
      text === undefined ||
      third === undefined ||
      fourth === undefined ||
      more.length > 0
    ) {
      throw brokenMessage(reader.positionBits >>> 3, 'a SayText2 holds one text or five');
    }
    const formatted = { format: first, sender, text, parameters: [third, fourth] } as const;
    return { name: 'SayText2', form: 'formatted', clientEntity, isChat, ...formatted };
  },
  encode: (writer, message) => {
    writeField(writer, message.clientEntity, { name: 'clientEntity of SayText2', bits: 8 });
    writer.writeUint(message.isChat ? 1 : 0, 8);
    if (message.form === 'plain') {
      writer.writeString(message.text);
      return;
    }
    for (const text of [message.format, message.sender, message.text]) writer.writeString(text);
    for (const text of message.parameters) writer.writeString(text);
  },
};

/** Reads text after text up to the end: what tells the forms apart is only how many there are. */
function readStrings(reader: BitReader): readonly string[] {
  const strings: string[] = [];
  while (reader.bitsLeft > 0) strings.push(reader.readString());
  return strings;
}
