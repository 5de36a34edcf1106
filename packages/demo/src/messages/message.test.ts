import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messageOfType, messageTypesOf } from '../../test/any-message.ts';
import { encodeMessages, PROTOCOL_24, serverInfo } from '../../test/small-demo.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { codecOf, decodeMessage, decodeMessages, encodeMessage, type Message } from './message.ts';
import { type WireProtocol, wireProtocolsOf } from './wire-protocol.ts';

const protocols = [14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24].flatMap(wireProtocolsOf);
const title = 'at network protocol $network with types of $messageTypeBits bits';

function written(message: Message, protocol: WireProtocol): BitWriter {
  const writer = new BitWriter();
  encodeMessage(writer, message, protocol);
  return writer;
}

/** What became of reading: how far it came, or that the bits ran out. */
function endOf(read: () => void, reader: BitReader): number | 'ran out' {
  try {
    read();
    return reader.positionBits;
  } catch (error) {
    if (error instanceof DemoFormatError && error.code === 'broken-message') return 'ran out';
    throw error;
  }
}

describe('messages', () => {
  it.each(protocols)(`of every type read back to the exact bit ${title}`, (protocol) => {
    for (const type of messageTypesOf(protocol)) {
      fc.assert(
        fc.property(messageOfType(type, protocol), (message) => {
          const writer = written(message, protocol);
          const reader = new BitReader(writer.toBytes());
          expect(decodeMessage(reader, protocol)).toEqual(message);
          expect(reader.positionBits).toBe(writer.positionBits);
        }),
        { numRuns: 10 },
      );
    }
  });

  it.each(protocols)(`of any bits are passed over exactly as far as they are read ${title}`, (protocol) => {
    const types = messageTypesOf(protocol);
    const numbers = types.map((_, index) => index + (index >= 16 ? 1 : 0) + (index >= 21 ? 1 : 0));
    for (const typeNumber of numbers) {
      const codec = codecOf(typeNumber);
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
          const [decoded, skipped] = [new BitReader(bytes), new BitReader(bytes)];
          const end = endOf(() => codec?.decode(decoded, protocol), decoded);
          expect(endOf(() => codec?.skip(skipped, protocol), skipped)).toBe(end);
          expect(codec?.typeNumber).toBe(typeNumber);
        }),
        { numRuns: 10 },
      );
    }
  });

  it('read back one behind the other', () => {
    const any = fc.oneof(...messageTypesOf(PROTOCOL_24).map((type) => messageOfType(type, PROTOCOL_24)));
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (messages) => {
        const reader = new BitReader(encodeMessages(messages));
        expect(messages.map(() => decodeMessage(reader, PROTOCOL_24))).toEqual(messages);
        expect(reader.bitsLeft).toBeLessThan(8);
      }),
    );
  });

  it('read packet after packet of any bytes as messages or a DemoFormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(...protocols), (bytes, protocol) => {
        const reader = new BitReader(bytes);
        endOf(() => {
          expect([...decodeMessages(reader, protocol)].length).toBeLessThanOrEqual(480);
        }, reader);
      }),
      { numRuns: 1000 },
    );
  });

  it('are refused when they claim to hold more than their packet does', () => {
    const claims = [
      [10, 16, 1, 16], // svc_ClassInfo: 65535 classes
      [29, 16, 16], // svc_Menu: 65535 bytes
      [32, 32], // svc_CmdKeyValues: 4 GiB
    ];
    for (const [typeNumber = 0, ...widths] of claims) {
      const writer = new BitWriter();
      writer.writeUint(typeNumber, 6);
      for (const bits of widths) writer.writeUint(bits === 1 ? 0 : 0xffffffff, bits);
      expect(() => decodeMessage(new BitReader(writer.toBytes()), PROTOCOL_24)).toThrow(DemoFormatError);
    }
  });

  it('take fewer bits than a type has for padding', () => {
    const bytes = encodeMessages([{ type: 'svc_Print', text: 'hello' }]);
    expect([...decodeMessages(new BitReader(bytes), PROTOCOL_24)]).toEqual([
      { type: 'svc_Print', text: 'hello' },
    ]);
  });

  it('name the type that cannot be read, and where it stands', () => {
    const reader = new BitReader(Uint8Array.of(0, 0, 0, 63));
    expect(() => [...decodeMessages(reader, PROTOCOL_24)]).toThrow(
      expect.objectContaining({ code: 'broken-message', offset: 3 }) as DemoFormatError,
    );
    expect([16, 22, 34, 63, 64].map(codecOf)).toEqual(Array(5).fill(undefined));
  });
});

describe('encodeMessage', () => {
  const none = { bytes: new Uint8Array(), bits: 0 };
  const table = {
    type: 'svc_CreateStringTable',
    tableName: 'userinfo',
    isFileNames: false,
    maxEntries: 256,
    entryCount: 0,
    fixedUserData: undefined,
    isCompressed: false,
    data: none,
  } as const;
  const classes = [{ classId: 0, className: 'CWorld', tableName: 'DT_WORLD' }];

  it.each<[string, Message, number?]>([
    [
      'at most 255 settings, not 256',
      { type: 'net_SetConVar', conVars: Array(256).fill({ name: 'a', value: 'b' }) },
    ],
    ['is 16 bytes, not 4', { ...serverInfo(0.015), mapHash: new Uint8Array(4) }],
    ['is one character, not "linux"', { ...serverInfo(0.015), operatingSystem: 'linux' }],
    ['isReplay is false', { ...serverInfo(0.015), mapHash: new Uint8Array(4), isReplay: true }, 14],
    ['soundIndex is 0 to 16383, not 16384', { type: 'svc_Prefetch', soundIndex: 16_384 }],
    ['soundIndex is 0 to 8191, not 8192', { type: 'svc_Prefetch', soundIndex: 8192 }, 22],
    ['entityIndex is 0 to 2047, not -1', { type: 'svc_SetView', entityIndex: -1 }],
    ['entityIndex is 0 to 2047, not 1.5', { type: 'svc_SetView', entityIndex: 1.5 }],
    [
      'is 9 bits, which 1 bytes do not hold',
      { type: 'svc_GameEvent', data: { bytes: new Uint8Array(1), bits: 9 } },
    ],
    ['is 0 to 2047, not 2048', { type: 'svc_GameEvent', data: { bytes: new Uint8Array(256), bits: 2048 } }],
    ['lists 2 classes, not 1', { type: 'svc_ClassInfo', classCount: 2, isCreatedOnClient: false, classes }],
    ['lists 0 classes, not 1', { type: 'svc_ClassInfo', classCount: 1, isCreatedOnClient: true, classes }],
    ['does not begin with ":"', { ...table, tableName: ':userinfo' }],
    ['entryCount is 0 to 511, not 512', { ...table, entryCount: 512 }],
    ['isCompressed is false', { ...table, isCompressed: true }, 14],
    [
      'with quality 255 and no other',
      { type: 'svc_VoiceInit', codec: 'steam', quality: 255, sampleRate: undefined },
    ],
    [
      'A sample rate goes with quality 255',
      { type: 'svc_VoiceInit', codec: 'steam', quality: 4, sampleRate: 0 },
    ],
    ['holds one sound, not 2', { type: 'svc_Sounds', isReliable: true, soundCount: 2, data: none }],
    ['0 to less than 360 degrees', { type: 'svc_CrosshairAngle', angles: [0, 360, 0] }],
    ['in steps of 360/65536, not 0.1', { type: 'svc_CrosshairAngle', angles: [0, 0, 0.1] }],
    ['there is no svc_CmdKeyValues', { type: 'svc_CmdKeyValues', data: new Uint8Array() }, 14],
    ['cannot hold a NUL', { type: 'svc_Print', text: 'a\0b' }],
  ])('refuses what would not read back: %s', (reason, message, network = 24) => {
    const [protocol = PROTOCOL_24] = wireProtocolsOf(network);
    expect(() => written(message, protocol)).toThrow(RangeError);
    expect(() => written(message, protocol)).toThrow(reason);
  });
});
