import type { A2sInfo } from '../../../src/a2s/info.ts';
import type { A2sPlayer } from '../../../src/a2s/players.ts';
import { f32, i32, join, text, u8, u16, u32, u64 } from './wire.ts';

const SERVER_TYPES = { dedicated: 'd', listen: 'l', proxy: 'p', unknown: '?' };
const ENVIRONMENTS = { linux: 'l', windows: 'w', mac: 'm', unknown: '?' };

/** An INFO reply from its type byte on. What is not in `info` is not in the reply. */
export function encodeInfo(info: A2sInfo): Buffer {
  return info.format === 'source' ? encodeSourceInfo(info) : encodeGoldSrcInfo(info);
}

function encodeSourceInfo(info: A2sInfo): Buffer {
  const { gamePort, steamId, spectator, keywords, gameId, theShip } = info;
  const flags =
    (gamePort === undefined ? 0 : 0x80) |
    (steamId === undefined ? 0 : 0x10) |
    (spectator === undefined ? 0 : 0x40) |
    (keywords === undefined ? 0 : 0x20) |
    (gameId === undefined ? 0 : 0x01);
  return join(
    u8(0x49),
    u8(info.protocol),
    text(info.name),
    text(info.map),
    text(info.folder),
    text(info.game),
    u16(info.appId & 0xffff),
    u8(info.players),
    u8(info.maxPlayers),
    u8(info.bots),
    Buffer.from(SERVER_TYPES[info.serverType] + ENVIRONMENTS[info.environment]),
    u8(info.isPasswordProtected ? 1 : 0),
    u8(info.isSecure ? 1 : 0),
    ...(theShip ? [u8(theShip.mode), u8(theShip.witnesses), u8(theShip.durationSeconds)] : []),
    text(info.version),
    ...(flags === 0 ? [] : [u8(flags)]),
    ...(gamePort === undefined ? [] : [u16(gamePort)]),
    ...(steamId === undefined ? [] : [u64(steamId)]),
    ...(spectator ? [u16(spectator.port), text(spectator.name)] : []),
    ...(keywords === undefined ? [] : [text(keywords)]),
    ...(gameId === undefined ? [] : [u64(gameId)]),
  );
}

function encodeGoldSrcInfo(info: A2sInfo): Buffer {
  const { mod } = info;
  return join(
    u8(0x6d),
    text(info.address ?? ''),
    text(info.name),
    text(info.map),
    text(info.folder),
    text(info.game),
    u8(info.players),
    u8(info.maxPlayers),
    u8(info.protocol),
    Buffer.from(SERVER_TYPES[info.serverType] + ENVIRONMENTS[info.environment]),
    u8(info.isPasswordProtected ? 1 : 0),
    u8(mod ? 1 : 0),
    ...(mod ? [text(mod.link), text(mod.download), u8(0), u32(mod.version), u32(mod.sizeBytes)] : []),
    ...(mod ? [u8(mod.isMultiplayerOnly ? 1 : 0), u8(mod.hasOwnLibrary ? 1 : 0)] : []),
    u8(info.isSecure ? 1 : 0),
    u8(info.bots),
  );
}

/** An entry of a PLAYER reply, without what The Ship adds. */
export function encodePlayer({ index, name, score, durationSeconds }: A2sPlayer): Buffer {
  return join(u8(index), text(name), i32(score), f32(durationSeconds));
}

export function encodePlayers(players: readonly A2sPlayer[], claimedCount = players.length): Buffer {
  return join(u8(0x44), u8(claimedCount), ...players.map(encodePlayer));
}

export function encodeRules(
  rules: readonly { readonly name: string; readonly value: string }[],
  claimedCount = rules.length,
): Buffer {
  return join(u8(0x45), u16(claimedCount), ...rules.flatMap(({ name, value }) => [text(name), text(value)]));
}
