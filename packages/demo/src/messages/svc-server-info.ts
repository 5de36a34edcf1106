import { writeField, writeSignedField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';
import type { WireProtocol } from './wire-protocol.ts';

/** The game server introduces itself: once a level, before everything that depends on it. */
export interface SvcServerInfo {
  readonly type: 'svc_ServerInfo';
  readonly networkProtocol: number;
  /** Grows by one with each map the game server loads. */
  readonly serverCount: number;
  readonly isSourceTv: boolean;
  readonly isDedicated: boolean;
  readonly clientDllCrc: number;
  readonly maxClasses: number;
  /** MD5 of the map, 16 bytes; up to network protocol 17 its CRC-32, 4 bytes. */
  readonly mapHash: Uint8Array;
  /** The recorder's slot; their entity is this plus one. */
  readonly playerSlot: number;
  readonly maxClients: number;
  /** 0.015 in Team Fortress 2. */
  readonly tickIntervalSeconds: number;
  /** `l` for Linux, `w` for Windows. */
  readonly operatingSystem: string;
  readonly gameDirectory: string;
  readonly mapName: string;
  readonly skyName: string;
  readonly hostName: string;
  /** Not sent before network protocol 16: false there. */
  readonly isReplay: boolean;
}

export const svcServerInfo: MessageCodec<SvcServerInfo> = {
  typeNumber: 8,
  decode: (reader, protocol) => ({
    type: 'svc_ServerInfo',
    networkProtocol: reader.readUint(16),
    serverCount: reader.readInt(32),
    isSourceTv: reader.readBoolean(),
    isDedicated: reader.readBoolean(),
    clientDllCrc: reader.readUint(32),
    maxClasses: reader.readUint(16),
    mapHash: reader.readBytes(mapHashBytes(protocol)),
    playerSlot: reader.readUint(8),
    maxClients: reader.readUint(8),
    tickIntervalSeconds: reader.readFloat32(),
    operatingSystem: String.fromCharCode(reader.readUint(8)),
    gameDirectory: reader.readString(),
    mapName: reader.readString(),
    skyName: reader.readString(),
    hostName: reader.readString(),
    isReplay: hasReplayBit(protocol) && reader.readBoolean(),
  }),
  encode: (writer, message, protocol) => {
    if (message.mapHash.length !== mapHashBytes(protocol)) {
      throw new RangeError(
        `At network protocol ${protocol.network} a map hash is ${mapHashBytes(protocol)} bytes, not ${message.mapHash.length}.`,
      );
    }
    writeField(writer, message.networkProtocol, { name: 'networkProtocol', bits: 16 });
    writeSignedField(writer, message.serverCount, { name: 'serverCount', bits: 32 });
    writer.writeBoolean(message.isSourceTv);
    writer.writeBoolean(message.isDedicated);
    writeField(writer, message.clientDllCrc, { name: 'clientDllCrc', bits: 32 });
    writeField(writer, message.maxClasses, { name: 'maxClasses', bits: 16 });
    writer.writeBytes(message.mapHash);
    writeField(writer, message.playerSlot, { name: 'playerSlot', bits: 8 });
    writeField(writer, message.maxClients, { name: 'maxClients', bits: 8 });
    writer.writeFloat32(message.tickIntervalSeconds);
    writeField(writer, characterCodeOf(message.operatingSystem), { name: 'operatingSystem', bits: 8 });
    writer.writeString(message.gameDirectory);
    writer.writeString(message.mapName);
    writer.writeString(message.skyName);
    writer.writeString(message.hostName);
    if (hasReplayBit(protocol)) {
      writer.writeBoolean(message.isReplay);
    } else if (message.isReplay) {
      throw new RangeError(`At network protocol ${protocol.network} isReplay is false.`);
    }
  },
  skip: (reader, protocol) => {
    reader.skip(16 + 32 + 1 + 1 + 32 + 16 + mapHashBytes(protocol) * 8 + 8 + 8 + 32 + 8);
    for (let texts = 4; texts > 0; texts--) reader.skipString();
    if (hasReplayBit(protocol)) reader.skip(1);
  },
};

function characterCodeOf(text: string): number {
  if (text.length !== 1) throw new RangeError(`operatingSystem is one character, not "${text}".`);
  return text.charCodeAt(0);
}

function mapHashBytes(protocol: WireProtocol): number {
  return protocol.network <= 17 ? 4 : 16;
}

function hasReplayBit(protocol: WireProtocol): boolean {
  return protocol.network >= 16 && protocol.lacksReplayBit !== true;
}
