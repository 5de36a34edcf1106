import { writeField } from '../bits/write-field.ts';
import type { UserMessageBody } from './user-message-body.ts';

const WORDS = 4;

/** Whom the recorder can hear. */
export interface VoiceMask {
  readonly name: 'VoiceMask';
  /** Four words of 32 players each: bit k of word w is the player in slot 32·w + k. */
  readonly words: readonly {
    readonly audible: number;
    readonly banned: number;
  }[];
  /** Whether voice is on for the recorder. */
  readonly isVoiceOn: boolean;
}

export const voiceMask: UserMessageBody<VoiceMask> = {
  decode: (reader) => ({
    name: 'VoiceMask',
    words: Array.from({ length: WORDS }, () => ({
      audible: reader.readUint(32),
      banned: reader.readUint(32),
    })),
    isVoiceOn: reader.readUint(8) !== 0,
  }),
  encode: (writer, { words, isVoiceOn }) => {
    if (words.length !== WORDS) {
      throw new RangeError(`A VoiceMask has ${WORDS} words, not ${words.length}.`);
    }
    for (const { audible, banned } of words) {
      writeField(writer, audible, { name: 'audible of VoiceMask', bits: 32 });
      writeField(writer, banned, { name: 'banned of VoiceMask', bits: 32 });
    }
    writer.writeUint(isVoiceOn ? 1 : 0, 8);
  },
};
