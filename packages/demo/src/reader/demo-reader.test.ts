import { describe, expect, it } from 'vitest';
import { concatBytes, encodeMessages, header, packet, serverInfo, smallDemo } from '../../test/small-demo.ts';
import { BitWriter } from '../bits/bit-writer.ts';
import { encodeCommand } from '../commands/encode-command.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { encodeGameEvent } from '../game-events/game-event.ts';
import { encodeGameEventList, type GameEventDefinition } from '../game-events/game-event-list.ts';
import type { Message } from '../messages/message.ts';
import { DemoReader } from './demo-reader.ts';

const DEATH: GameEventDefinition = {
  id: 23,
  name: 'player_death',
  fields: [
    { type: 'short', name: 'userid' },
    { type: 'string', name: 'weapon' },
  ],
};
const SPAWN: GameEventDefinition = {
  id: 5,
  name: 'player_spawn',
  fields: [{ type: 'short', name: 'userid' }],
};

const tick = (serverTick: number): Message => ({
  type: 'net_Tick',
  serverTick,
  hostFrameSeconds: 0.015,
  hostFrameDeviationSeconds: 0,
});

function eventList(definitions: readonly GameEventDefinition[]): Message {
  const writer = new BitWriter();
  encodeGameEventList(writer, definitions);
  return { type: 'svc_GameEventList', eventCount: definitions.length, data: writer.toBitString() };
}

function gameEvent(definition: GameEventDefinition, values: Record<string, string | number>): Message {
  const writer = new BitWriter();
  encodeGameEvent(writer, definition, { name: definition.name, values });
  return { type: 'svc_GameEvent', data: writer.toBitString() };
}

const introduction = [
  { type: 'svc_Print', text: 'Build: 1' },
  serverInfo(0.015),
  eventList([DEATH, SPAWN]),
] as const;

/** A demo whose packets hold these messages, a packet every two ticks. */
function demoOf(...packets: (readonly Message[] | Uint8Array)[]): Uint8Array {
  const commands = packets.map((messages, index) =>
    packet('packet', index * 2, messages instanceof Uint8Array ? messages : encodeMessages(messages)),
  );
  return concatBytes([
    header(),
    encodeCommand(packet('signon', 900, encodeMessages(introduction))),
    encodeCommand({ type: 'sync-tick', tick: 0 }),
    ...commands.map(encodeCommand),
    encodeCommand({ type: 'stop', tick: packets.length * 2 }),
  ]);
}

describe('DemoReader', () => {
  it('tells those who listen of what they listen to, each at its tick', async () => {
    const told: unknown[] = [];
    const reader = new DemoReader();
    reader
      .onGameEvent('player_death', ({ values }) => told.push([reader.tick, reader.serverTick, { ...values }]))
      .on('stop', ({ tick: last }) => told.push(last));
    await reader.readAll([
      demoOf(
        [tick(900), gameEvent(SPAWN, { userid: 7 })],
        [tick(902), gameEvent(DEATH, { userid: 7, weapon: 'scattergun' })],
      ),
    ]);
    expect(told).toEqual([[2, 902, { userid: 7, weapon: 'scattergun' }], 4]);
    expect(reader.serverInfo?.hostName).toBe('a game server');
    expect(reader.problems).toEqual([]);
  });

  it('tells what stands before the net_Tick of its packet at that tick', () => {
    const told: number[] = [];
    const reader = new DemoReader().onGameEvent('player_spawn', () => told.push(reader.serverTick));
    reader.push(demoOf([tick(900)], [gameEvent(SPAWN, { userid: 7 }), tick(902)]));
    expect(told).toEqual([902]);
  });

  it('keeps to the clock of the demo through another sign-on', () => {
    const demo = demoOf([tick(900)], [tick(902)]);
    const again = encodeCommand(
      packet('signon', 54_321, encodeMessages([{ type: 'svc_Print', text: 'again' }])),
    );
    const told: number[] = [];
    const reader = new DemoReader().on('svc_Print', () => told.push(reader.tick));
    reader.push(concatBytes([demo.subarray(0, demo.length - 4), again]));
    expect(told).toEqual([0, 2]);
  });

  it('finds out whether svc_ServerInfo of network protocol 25 ends with the replay bit', () => {
    for (const lacksReplayBit of [true, undefined] as const) {
      const protocol = {
        network: 25,
        messageTypeBits: 6,
        ...(lacksReplayBit && { lacksReplayBit }),
      } as const;
      const signon = encodeMessages([serverInfo(0.015, protocol), tick(900)], protocol);
      const reader = new DemoReader();
      reader.push(concatBytes([header(25), encodeCommand(packet('signon', 900, signon))]));
      expect(reader.problems).toEqual([]);
      expect([reader.serverTick, reader.serverInfo?.hostName]).toEqual([900, 'a game server']);
    }
  });

  it('tells of packets and messages in the order they come', () => {
    const told: string[] = [];
    const reader = new DemoReader()
      .on('packet', ({ type, tick: at }) => told.push(`${type} ${at}`))
      .on('message', ({ type }) => told.push(type))
      .on('net_Tick', ({ serverTick }) => told.push(`at ${serverTick}`))
      .on('packet-end', () => told.push('end'));
    reader.push(demoOf([tick(900)]));
    expect(told).toEqual([
      'signon 900',
      'svc_Print',
      'svc_ServerInfo',
      'svc_GameEventList',
      'end',
      'packet 0',
      'net_Tick',
      'at 900',
      'end',
    ]);
  });

  it('knows what a message says by the time it tells of it', () => {
    const told: unknown[] = [];
    const reader = new DemoReader();
    reader.on('svc_ServerInfo', () => told.push(reader.serverInfo?.mapName));
    reader.on('net_Tick', () => told.push(reader.serverTick));
    reader.push(demoOf([tick(900)], [tick(902)]));
    expect(told).toEqual(['cp_process_final', 900, 902]);
  });

  it('passes over a message it does not know with the rest of its packet, and goes on with the next', () => {
    const reader = new DemoReader().on('game-event', () => undefined);
    const broken = demoOf([tick(1)], Uint8Array.of(63, 1, 2, 3), [tick(5)]);
    reader.push(broken);
    reader.end();
    const offset = broken.indexOf(63, broken.length - 200);
    expect(reader.problems).toEqual([
      {
        code: 'broken-message',
        offset,
        tick: 2,
        reason: 'there is no message of type 63: the rest of the packet cannot be read',
        affectsState: true,
      },
    ]);
    expect(reader.serverTick).toBe(5);
    expect(reader.isComplete).toBe(true);
  });

  it('keeps a broken game event apart from the message behind it', () => {
    const died: unknown[] = [];
    const reader = new DemoReader().onGameEvent('player_death', ({ values }) => died.push(values.weapon));
    const writer = new BitWriter();
    writer.writeUint(DEATH.id, 9);
    const cut: Message = { type: 'svc_GameEvent', data: writer.toBitString() };
    reader.push(demoOf([cut, gameEvent(DEATH, { userid: 1, weapon: 'knife' })]));
    expect(died).toEqual(['knife']);
    expect(reader.problemCount).toBe(1);
    expect(reader.problems[0]?.affectsState).toBe(false);
  });

  it('keeps the first hundred problems, and counts them all', () => {
    const reader = new DemoReader();
    reader.push(demoOf(...Array.from({ length: 150 }, () => Uint8Array.of(63))));
    expect(reader.problems).toHaveLength(100);
    expect(reader.problemCount).toBe(150);
  });

  it('delivers everything before the damage, then throws the same error for ever', () => {
    const reader = new DemoReader();
    const ticks: number[] = [];
    reader.on('net_Tick', ({ serverTick }) => ticks.push(serverTick));
    const demo = demoOf([tick(1)], [tick(2)]);
    const damaged = concatBytes([demo.subarray(0, demo.length - 4), Uint8Array.of(99)]);
    const error = catchError(() => reader.push(damaged));
    expect(error).toBeInstanceOf(DemoFormatError);
    expect(error).toMatchObject({ code: 'broken-framing', offset: damaged.length - 1 });
    expect(ticks).toEqual([1, 2]);
    expect(catchError(() => reader.push(demo))).toBe(error);
    expect(catchError(() => reader.end())).toBe(error);
  });

  it('reads a demo that ends anywhere, and says whether that was inside a command', () => {
    const demo = smallDemo();
    for (let length = 1072; length <= demo.length; length++) {
      const reader = new DemoReader().on('message', () => undefined);
      reader.push(demo.subarray(0, length));
      reader.end();
      if (length === demo.length) expect(reader.isComplete).toBe(true);
      expect(reader.problems).toEqual([]);
    }
    const reader = new DemoReader();
    reader.push(demo.subarray(0, demo.length - 7));
    expect([reader.isComplete, reader.isCutInsideCommand]).toEqual([false, true]);
  });

  it('refuses a network protocol nobody can read, after telling the header', () => {
    const maps: string[] = [];
    const reader = new DemoReader().on('header', ({ mapName }) => maps.push(mapName));
    expect(() => reader.push(header(7))).toThrow('of network protocol 7, and 14 is the oldest');
    expect(maps).toEqual(['cp_process_final']);
  });

  it('stops for good when a listener throws, and throws what it threw', () => {
    const reader = new DemoReader().on('net_Tick', () => {
      throw new TypeError('my own mistake');
    });
    expect(() => reader.push(demoOf([tick(1)]))).toThrow('my own mistake');
    expect(() => reader.end()).toThrow('my own mistake');
  });

  it('wants to know what to tell before the first byte', () => {
    const reader = new DemoReader();
    reader.push(header());
    expect(() => reader.on('message', () => undefined)).toThrow('before the first byte');
    expect(() => reader.watchEntities({ propertiesOf: () => 'all' })).toThrow('before the first byte');
  });

  it('can be asked about everything before the first byte, and still be listened to', () => {
    const reader = new DemoReader();
    expect([reader.header, reader.tick, reader.serverTick, reader.isComplete]).toEqual([
      undefined,
      0,
      0,
      false,
    ]);
    expect(reader.tickIntervalSeconds).toBe(Math.fround(0.015));
    expect(reader.completedLateBytes()).toMatchObject({ playbackTicks: 0, signonBytes: 0 });
    expect(() => reader.on('message', () => undefined)).not.toThrow();
  });

  it('holds no more than has come of a command that claims 64 MiB', () => {
    const reader = new DemoReader();
    const command = encodeCommand(packet('packet', 0, new Uint8Array(10)));
    new DataView(command.buffer).setInt32(command.length - 14, 64 * 1024 * 1024, true);
    const before = process.memoryUsage().arrayBuffers;
    reader.push(concatBytes([header(), command]));
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1024 * 1024);
    expect(reader.isCutInsideCommand).toBe(true);
  });

  it('forgets the level before when the game server introduces itself again', () => {
    const names: (string | undefined)[] = [];
    const reader = new DemoReader();
    reader.on('svc_ServerInfo', () => names.push(reader.serverInfo?.mapName));
    reader.push(demoOf([{ ...serverInfo(0.015), mapName: 'cp_badlands' }]));
    expect(names).toEqual(['cp_process_final', 'cp_badlands']);
    expect(reader.serverInfo?.mapName).toBe('cp_badlands');
  });
});

function catchError(run: () => void): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('This should have thrown.');
}
