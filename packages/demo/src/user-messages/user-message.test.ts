import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyUserMessages } from '../../test/any-user-message.ts';
import { BitReader } from '../bits/bit-reader.ts';
import type { BitString } from '../bits/bit-string.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import {
  decodeUserMessage,
  encodeUserMessage,
  type KnownUserMessage,
  type UserMessage,
} from './user-message.ts';
import { HL2, SHARED, TF_2013, TF_2014, type UserMessageRegistry } from './user-message-registry.ts';

function decode(typeNumber: number, data: BitString, registry: UserMessageRegistry): UserMessage {
  return decodeUserMessage({ userMessageType: typeNumber, data }, registry);
}

function numberOf(name: string): number {
  return TF_2014.names.indexOf(name);
}

function bitsOf(write: (writer: BitWriter) => void): BitString {
  const writer = new BitWriter();
  write(writer);
  return writer.toBitString();
}

describe('user messages', () => {
  it.each(anyUserMessages)('read back to the exact bit: %s', (_name, anyMessage) => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(decodeUserMessage(encodeUserMessage(message, TF_2014), TF_2014)).toEqual(message);
      }),
      { numRuns: 40 },
    );
  });

  it.each(anyUserMessages)('lose their name when a bit is missing or too many: %s', (name, anyMessage) => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const { userMessageType, data } = encodeUserMessage(message, TF_2014);
        const longer = bitsOf((writer) => {
          writer.writeBitString(data);
          writer.writeUint(0, 1);
        });
        for (const other of [new BitReader(data.bytes).readBitString(data.bits - 1), longer]) {
          expect(decode(userMessageType, other, TF_2014)).toEqual({
            name: 'unknown',
            typeNumber: userMessageType,
            data: other,
            likelyName: name,
          });
        }
      }),
      { numRuns: 20 },
    );
  });

  it('are read from any bits under any number as messages that can be written again', () => {
    const registry = fc.constantFrom(TF_2014, TF_2013, HL2, SHARED);
    fc.assert(
      fc.property(
        fc.nat(255),
        fc.uint8Array({ minLength: 1, maxLength: 255 }),
        fc.nat(7),
        registry,
        (number, bytes, cut, of) => {
          const data = new BitReader(bytes).readBitString(bytes.length * 8 - cut);
          const message = decode(number, data, of);
          const again = encodeUserMessage(message, of);
          expect(again.userMessageType).toBe(number);
          expect(decode(number, again.data, of)).toEqual(message);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('that claim more bits than there are have no name', () => {
    const data = { bytes: new Uint8Array(3), bits: 25 };
    expect(decode(4, data, TF_2014)).toEqual({
      name: 'unknown',
      typeNumber: 4,
      data,
      likelyName: 'SayText2',
    });
  });

  it('of a number nobody knows are handed on as they came', () => {
    const data = { bytes: Uint8Array.of(1, 2), bits: 10 };
    expect(decode(200, data, TF_2014)).toEqual({ name: 'unknown', typeNumber: 200, data });
    expect(decode(numberOf('HudNotify'), data, TF_2014)).toEqual({
      name: 'unknown',
      typeNumber: 26,
      data,
      likelyName: 'HudNotify',
    });
  });
});

describe('chat', () => {
  it('of the game is told apart from that of a plugin by how many texts there are', () => {
    const lines = (...texts: string[]) =>
      bitsOf((writer) => {
        writer.writeBytes(Uint8Array.of(3, 1));
        for (const each of texts) writer.writeString(each);
      });
    expect(decode(4, lines('TF_Chat_All', 'Heavy', 'pootis', '', ''), TF_2014)).toEqual({
      name: 'SayText2',
      form: 'formatted',
      clientEntity: 3,
      isChat: true,
      format: 'TF_Chat_All',
      sender: 'Heavy',
      text: 'pootis',
      parameters: ['', ''],
    });
    expect(decode(4, lines('\x01\x03Heavy\x01: pootis'), TF_2014)).toEqual({
      name: 'SayText2',
      form: 'plain',
      clientEntity: 3,
      isChat: true,
      text: '\x01\x03Heavy\x01: pootis',
    });
    for (const count of [0, 2, 3, 4, 6]) {
      expect(decode(4, lines(...Array<string>(count).fill('a')), TF_2014)).toMatchObject({
        name: 'unknown',
        likelyName: 'SayText2',
      });
    }
  });
});

describe('votes', () => {
  it('begin with a body that is not a whole number of bytes', () => {
    const { data } = encodeUserMessage(
      {
        name: 'VoteStart',
        team: 2,
        voteIndex: 1,
        callerEntity: 4,
        issue: '#TF_vote_kick_player_other',
        details: 'Spy',
        isYesOrNo: true,
        targetEntity: 9,
      },
      TF_2014,
    );
    expect(data.bits).toBe(8 + 32 + 8 + 27 * 8 + 4 * 8 + 1 + 8);
  });
});

describe('lengths the game is known to send', () => {
  it.each<[KnownUserMessage, number]>([
    [{ name: 'Shake', command: 0, amplitude: 5, frequency: 150, durationSeconds: 1 }, 104],
    [{ name: 'Fade', durationSteps: 0, holdSteps: 0, flags: 17, colour: [0, 0, 0, 255] }, 80],
    [{ name: 'VoteFailed', team: 2, voteIndex: 1, reason: 3 }, 48],
    [{ name: 'VoiceMask', words: Array(4).fill({ audible: 7, banned: 0 }), isVoiceOn: true }, 264],
    [{ name: 'Damage', amount: 20, damageBits: 2, origin: undefined }, 49],
  ])('are those of $name', (message, bits) => {
    expect(encodeUserMessage(message, TF_2014).data.bits).toBe(bits);
  });
});

describe('what would not read back', () => {
  it.each<[reason: string, message: KnownUserMessage]>([
    ['range of Geiger is 0 to 255, not 256', { name: 'Geiger', range: 256 }],
    [
      'amplitude of Shake is a number of 32 bits, which 0.1 is not',
      { name: 'Shake', command: 0, amplitude: 0.1, frequency: 1, durationSeconds: 1 },
    ],
    [
      'A VoiceMask has 4 words, not 1',
      { name: 'VoiceMask', words: [{ audible: 0, banned: 0 }], isVoiceOn: true },
    ],
    [
      'Statistics are numbered 1 to 32 and ascend: 2 after 3',
      {
        name: 'PlayerStatsUpdate',
        playerClass: 1,
        isAlive: true,
        stats: [
          { stat: 3, value: 1 },
          { stat: 2, value: 1 },
        ],
      },
    ],
    ['Text in a demo cannot hold a NUL', { name: 'ItemPickup', itemName: 'a\0b' }],
    [
      'The number of issues of VoteSetup is 0 to 255, not 256',
      { name: 'VoteSetup', issues: Array(256).fill({ type: 'Kick', display: '', isEnabled: true }) },
    ],
  ])('is not written: %s', (reason, message) => {
    expect(() => encodeUserMessage(message, TF_2014)).toThrow(RangeError);
    expect(() => encodeUserMessage(message, TF_2014)).toThrow(reason);
  });

  it('is not written under a registry that lacks it', () => {
    const setup: KnownUserMessage = { name: 'VoteSetup', issues: [] };
    expect(() => encodeUserMessage(setup, SHARED)).toThrow('The user messages of shared have no VoteSetup.');
  });
});
