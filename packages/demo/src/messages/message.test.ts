import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeMessages, PROTOCOL_24, serverInfo } from '../../test/small-demo.ts';
import { BitReader } from '../bits/bit-reader.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { decodeMessage, decodeMessages, encodeMessage, type Message } from './message.ts';
import { type WireProtocol, wireProtocolsOf } from './wire-protocol.ts';

const text = fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\0'));
const uint = (bits: number) => fc.nat({ max: 2 ** bits - 1 });
const type = <T extends string>(name: T) => fc.constant(name);
const frameTime = uint(16).map((steps) => steps / 100_000);

function anyMessage(protocol: WireProtocol): fc.Arbitrary<Message> {
  const mapHashBytes = protocol.network <= 17 ? 4 : 16;
  return fc.oneof(
    fc.record({ type: type('net_NOP') }),
    fc.record({
      type: type('net_Tick'),
      serverTick: uint(32),
      hostFrameSeconds: frameTime,
      hostFrameDeviationSeconds: frameTime,
    }),
    fc.record({
      type: type('net_SetConVar'),
      conVars: fc.array(fc.record({ name: text, value: text }), { maxLength: 5 }),
    }),
    fc.record({ type: type('net_SignonState'), state: uint(8), spawnCount: uint(32) }),
    fc.record({ type: type('svc_Print'), text }),
    fc.record({
      type: type('svc_ServerInfo'),
      networkProtocol: uint(16),
      serverCount: fc.integer(),
      isSourceTv: fc.boolean(),
      isDedicated: fc.boolean(),
      clientDllCrc: uint(32),
      maxClasses: uint(16),
      mapHash: fc.uint8Array({ minLength: mapHashBytes, maxLength: mapHashBytes }),
      playerSlot: uint(8),
      maxClients: uint(8),
      tickIntervalSeconds: fc.float({ noNaN: true }),
      operatingSystem: fc.constantFrom('l', 'w'),
      gameDirectory: text,
      mapName: text,
      skyName: text,
      hostName: text,
      isReplay: protocol.network >= 16 ? fc.boolean() : fc.constant(false),
    }),
  );
}

describe('messages', () => {
  it.each([14, 15, 17, 24].flatMap(wireProtocolsOf))(
    'read back to the exact bit at network protocol $network with types of $messageTypeBits bits',
    (protocol) => {
      fc.assert(
        fc.property(fc.array(anyMessage(protocol), { maxLength: 8 }), (messages) => {
          const writer = new BitWriter();
          for (const message of messages) encodeMessage(writer, message, protocol);
          const reader = new BitReader(writer.toBytes());
          expect(messages.map(() => decodeMessage(reader, protocol))).toEqual(messages);
          expect(reader.positionBits).toBe(writer.positionBits);
        }),
      );
    },
  );

  it('read packet after packet of any bytes as messages or a DemoFormatError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(14, 15, 24), (bytes, network) => {
        for (const protocol of wireProtocolsOf(network)) {
          try {
            expect([...decodeMessages(new BitReader(bytes), protocol)].length).toBeLessThanOrEqual(480);
          } catch (error) {
            expect(error).toBeInstanceOf(DemoFormatError);
          }
        }
      }),
    );
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
  });

  it('refuse to write what would not read back', () => {
    const conVars = Array.from({ length: 256 }, () => ({ name: 'a', value: 'b' }));
    expect(() => encodeMessages([{ type: 'net_SetConVar', conVars }])).toThrow(
      'at most 255 settings, not 256',
    );
    expect(() => encodeMessages([{ ...serverInfo(0.015), mapHash: new Uint8Array(4) }])).toThrow(
      'is 16 bytes, not 4',
    );
  });
});
