import { BitWriter } from '../src/bits/bit-writer.ts';
import { type Command, encodeCommand } from '../src/commands/encode-command.ts';
import { encodeDemoHeader } from '../src/header/demo-header.ts';
import { encodeMessage, type Message } from '../src/messages/message.ts';
import type { SvcServerInfo } from '../src/messages/svc-server-info.ts';
import type { WireProtocol } from '../src/messages/wire-protocol.ts';

export const PROTOCOL_24: WireProtocol = { network: 24, messageTypeBits: 6 };

export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}

export function encodeMessages(messages: readonly Message[], protocol = PROTOCOL_24): Uint8Array {
  const writer = new BitWriter();
  for (const message of messages) encodeMessage(writer, message, protocol);
  return writer.toBytes();
}

export function header(networkProtocol = 24): Uint8Array {
  return encodeDemoHeader({
    demoProtocol: 3,
    networkProtocol,
    serverName: '169.254.71.12:27015',
    clientName: 'Gordon',
    mapName: 'cp_process_final',
    gameDirectory: 'tf',
    late: { playbackSeconds: 0, playbackTicks: 0, playbackFrames: 0, signonBytes: 0 },
  });
}

export function packet(type: 'signon' | 'packet', tick: number, payload: Uint8Array): Command {
  return { type, tick, sequenceIn: 1, sequenceOut: 1, payload };
}

export function serverInfo(tickIntervalSeconds: number, protocol = PROTOCOL_24): SvcServerInfo {
  return {
    type: 'svc_ServerInfo',
    networkProtocol: protocol.network,
    serverCount: 3,
    isSourceTv: false,
    isDedicated: true,
    clientDllCrc: 0xffffffff,
    maxClasses: 0,
    mapHash: new Uint8Array(protocol.network <= 17 ? 4 : 16),
    playerSlot: 2,
    maxClients: 24,
    tickIntervalSeconds,
    operatingSystem: 'l',
    gameDirectory: 'tf',
    mapName: 'cp_process_final',
    skyName: 'sky_well_01',
    hostName: 'a game server',
    isReplay: false,
  };
}

const tick: Message = {
  type: 'net_Tick',
  serverTick: 77,
  hostFrameSeconds: 0.015,
  hostFrameDeviationSeconds: 0,
};

/** What stands between the header and the sync tick of the small demo: at 64 ticks a second. */
export function smallSignOn(): Uint8Array {
  const introduction = encodeMessages([{ type: 'svc_Print', text: 'Build: 1' }, serverInfo(1 / 64), tick]);
  const commands: Command[] = [
    packet('signon', 5000, introduction),
    { type: 'data-tables', tick: 5000, payload: new Uint8Array(3) },
    packet('signon', 5000, new Uint8Array()),
  ];
  return concatBytes(commands.map(encodeCommand));
}

/** A demo of every command there is, about 2 KB; its stop comes two ticks after its last packet. */
export function smallDemo(): Uint8Array {
  const commands: Command[] = [
    { type: 'sync-tick', tick: 0 },
    { type: 'string-tables', tick: 0, payload: new Uint8Array(1) },
    { type: 'console-command', tick: 0, payload: new TextEncoder().encode('fov_desired 90\0') },
    packet('packet', 4, encodeMessages([tick])),
    { type: 'user-command', tick: 4, outgoingSequence: 9, payload: new Uint8Array(2) },
    packet('packet', 62, encodeMessages([tick, { type: 'net_NOP' }])),
    { type: 'stop', tick: 64 },
  ];
  return concatBytes([header(), smallSignOn(), ...commands.map(encodeCommand)]);
}
