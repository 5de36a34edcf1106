import { isIPv6 } from 'node:net';
import { type A2sAnswer, type A2sPart, type A2sPartName, replyOf } from '../a2s/a2s-answer.ts';
import type { A2sInfo } from '../a2s/info.ts';
import type { A2sPlayers } from '../a2s/players.ts';
import type { A2sRules } from '../a2s/rules.ts';
import { ipv4ToNumber } from '../address/ipv4-number.ts';
import { parseServerAddress } from '../address/server-address.ts';
import type { PingData, PlayersData, RulesData } from '../web-api/fake-ip-data.ts';
import {
  type GameServerObservation,
  type GameServerPart,
  nothingAsked,
  type PartOutcome,
} from './game-server-observation.ts';

/** What is called INFO over UDP is called ping by Steam's relay. */
export const udpPartNames: Readonly<Record<GameServerPart, A2sPartName>> = {
  ping: 'info',
  players: 'players',
  rules: 'rules',
};

/** Puts what came over UDP into the form of an observation. */
export function observationFromUdp(answer: A2sAnswer, observedAt: Date): GameServerObservation {
  const { address } = answer;
  const observed_at = observedAt.toISOString();
  if (answer.outcome !== 'asked') {
    const { outcome, reason } = answer;
    const failure = { outcome, reason };
    return { address, via: 'none', observed_at, failure, outcomes: nothingAsked, player_counts: {} };
  }
  const info = replyOf(answer.info)?.value;
  const players = replyOf(answer.players)?.value;
  const rules = replyOf(answer.rules)?.value;
  return {
    address,
    remote_address: answer.remoteAddress,
    via: 'udp',
    observed_at,
    outcomes: {
      ping: outcomeOf(answer.info),
      players: outcomeOf(answer.players),
      rules: outcomeOf(answer.rules),
    },
    player_counts: {
      ...(info && { reported: info.players, reported_bots: info.bots }),
      ...(players && { counted: players.players.length }),
    },
    ...(info && { ping_data: pingData(answer.remoteAddress, info) }),
    ...(players && { players_data: playersData(players) }),
    ...(rules && { rules_data: rulesData(rules) }),
  };
}

function outcomeOf(part: A2sPart<unknown> | undefined): PartOutcome {
  if (!part) return { outcome: 'not-asked' };
  return {
    outcome: part.outcome,
    ...('reason' in part && { reason: part.reason }),
    ...('rttMs' in part && { rtt_ms: Math.round(part.rttMs * 10) / 10 }),
    ...('sends' in part && { sends: part.sends }),
  };
}

function pingData(remoteAddress: string, info: A2sInfo): PingData {
  const { host = '', port } = parseServerAddress(remoteAddress) ?? {};
  return {
    server_ip: isIPv6(host) ? { v6: host } : { v4: ipv4ToNumber(host) },
    ...(port !== undefined && { query_port: port }),
    ...(info.gamePort !== undefined && { game_port: info.gamePort }),
    ...(info.spectator && {
      spectator_port: info.spectator.port,
      spectator_server_name: info.spectator.name,
    }),
    server_name: info.name,
    ...(info.steamId !== undefined && { steamid: String(info.steamId) }),
    app_id: info.appId,
    gamedir: info.folder,
    map: info.map,
    game_description: info.game,
    ...(info.keywords !== undefined && { gametype: info.keywords }),
    num_players: info.players,
    max_players: info.maxPlayers,
    num_bots: info.bots,
    password: info.isPasswordProtected,
    secure: info.isSecure,
    ...(info.serverType !== 'unknown' && { dedicated: info.serverType === 'dedicated' }),
    version: info.version,
  };
}

/** Whole seconds, as the relay counts them; a time that is no number is left out. */
function playersData({ players }: A2sPlayers): PlayersData {
  if (players.length === 0) return {};
  return {
    players: players.map(({ name, score, durationSeconds }) => ({
      name,
      score,
      ...(Number.isFinite(durationSeconds) && { time_played: Math.trunc(durationSeconds) }),
    })),
  };
}

function rulesData({ rules }: A2sRules): RulesData {
  if (rules.length === 0) return {};
  return { rules: rules.map(({ name, value }) => ({ rule: name, value })) };
}
