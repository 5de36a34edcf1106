import {
  isJsonObject,
  type JsonObject,
  readBoolean,
  readInteger,
  readMembers,
  readObjects,
  readText,
} from './json-object.ts';

/** What a game server tells of itself, in Steam's own names. Steam relays it and vouches for none of it. */
export interface PingData {
  /** `v4` as a number; `v6` as Steam encodes it. */
  readonly server_ip?: { readonly v4?: number; readonly v6?: string };
  readonly query_port?: number;
  readonly game_port?: number;
  readonly spectator_port?: number;
  readonly spectator_server_name?: string;
  readonly server_name?: string;
  readonly steamid?: string;
  readonly app_id?: number;
  readonly gamedir?: string;
  readonly map?: string;
  readonly game_description?: string;
  /** The tags, joined by commas. */
  readonly gametype?: string;
  readonly num_players?: number;
  readonly max_players?: number;
  readonly num_bots?: number;
  readonly password?: boolean;
  readonly secure?: boolean;
  readonly dedicated?: boolean;
  readonly version?: string;
  /** The relay's location: letters packed into a number, 7173992 is `mwh`. */
  readonly sdr_popid?: number;
  readonly sdr_location_string?: string;
}

/** `players` is absent while nobody is on. No Steam IDs: Steam does not tell who they are. */
export interface PlayersData {
  readonly players?: readonly RelayedPlayer[];
}

export interface RelayedPlayer {
  readonly name: string;
  readonly score: number;
  /** Seconds; absent where the game server told no number. */
  readonly time_played?: number;
}

/** `rules` is absent when there are none. A name may come twice. */
export interface RulesData {
  readonly rules?: readonly RelayedRule[];
}

export interface RelayedRule {
  readonly rule: string;
  readonly value: string;
}

export function readPingData(data: JsonObject): PingData {
  return readMembers<PingData>(data, {
    server_ip: readServerIp,
    query_port: readInteger,
    game_port: readInteger,
    spectator_port: readInteger,
    spectator_server_name: readText,
    server_name: readText,
    steamid: readText,
    app_id: readInteger,
    gamedir: readText,
    map: readText,
    game_description: readText,
    gametype: readText,
    num_players: readInteger,
    max_players: readInteger,
    num_bots: readInteger,
    password: readBoolean,
    secure: readBoolean,
    dedicated: readBoolean,
    version: readText,
    sdr_popid: readInteger,
    sdr_location_string: readText,
  });
}

export function readPlayersData({ players }: JsonObject): PlayersData {
  return Array.isArray(players) ? { players: readObjects(players).map(readPlayer) } : {};
}

export function readRulesData({ rules }: JsonObject): RulesData {
  if (!Array.isArray(rules)) return {};
  return {
    rules: readObjects(rules).map(({ rule, value }) => ({
      rule: readText(rule) ?? '',
      value: readText(value) ?? '',
    })),
  };
}

/** Nobody is left out of the count for a name or a score that is missing or none. */
function readPlayer({ name, score, time_played }: JsonObject): RelayedPlayer {
  return {
    name: readText(name) ?? '',
    score: (readInteger(score) ?? 0) | 0, // unsigned on the wire: 4294967295 is −1
    ...readMembers<Pick<RelayedPlayer, 'time_played'>>({ time_played }, { time_played: readInteger }),
  };
}

function readServerIp(value: unknown): PingData['server_ip'] {
  return isJsonObject(value)
    ? readMembers<{ v4: number; v6: string }>(value, { v4: readInteger, v6: readText })
    : undefined;
}
