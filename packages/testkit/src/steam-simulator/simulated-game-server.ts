import type { PingData, RelayedRule } from '@demobase/steam';

/** An entry of GetServerList, in Steam's own names; `gametype` is absent when no tags are set. */
export interface GameServerListing {
  /** Query address; in 169.254.0.0/16 for a game server behind Steam's relay. */
  readonly addr: string;
  readonly gameport: number;
  readonly specport?: number;
  readonly steamid?: string;
  readonly name: string;
  readonly appid: number;
  readonly gamedir: string;
  readonly version: string;
  readonly product: string;
  readonly region: number;
  readonly players: number;
  readonly max_players: number;
  readonly bots: number;
  readonly map: string;
  readonly secure: boolean;
  readonly dedicated: boolean;
  readonly os: string;
  readonly gametype?: string;
}

export interface SimulatedGameServer {
  readonly listing: GameServerListing;
  /** What it tells of itself to QueryByFakeIP, where that is not what Steam lists. */
  readonly ping?: PingData;
  /** Whom it names to QueryByFakeIP. Default: nobody. `score` is unsigned on the wire: 4294967295 is −1. */
  readonly players?: readonly {
    readonly name: string;
    readonly score: number;
    readonly time_played: number;
  }[];
  /** Its rules, which may be none. Without a list it does not answer to that question. */
  readonly rules?: readonly RelayedRule[];
  /** A game server that is listed and yet never answers QueryByFakeIP. Default false. */
  readonly isSilent?: boolean;
  /** Default false, as the others: what filters ask for and lists do not tell. */
  readonly isPasswordProtected?: boolean;
  readonly isSpectatorProxy?: boolean;
  readonly isWhitelisted?: boolean;
  /** Default: none. */
  readonly hiddenTags?: readonly string[];
}

const teamFortress = {
  appid: 440,
  gamedir: 'tf',
  version: '8604597',
  product: 'tf',
  region: 255,
  bots: 0,
  secure: true,
  dedicated: true,
  os: 'l',
};

export const defaultGameServers: readonly SimulatedGameServer[] = [
  {
    listing: {
      ...teamFortress,
      addr: '169.254.189.228:41928',
      gameport: 41928,
      steamid: '90178913460028417',
      name: 'Valve Matchmaking Server (Washington srcds1002-eat1 #94)',
      players: 24,
      max_players: 32,
      map: 'pl_pier',
      gametype: 'hidden,increased_maxplayers,payload,valve',
    },
    players: [
      { name: 'Rocket Ronda', score: 4, time_played: 3079 },
      { name: 'soysauce', score: 1, time_played: 1302 },
      { name: 'below zero', score: 4294967295, time_played: 12 },
    ],
    rules: [
      { rule: 'mp_timelimit', value: '0' },
      { rule: 'sv_tags', value: 'hidden,increased_maxplayers,payload,valve' },
    ],
  },
  {
    listing: {
      ...teamFortress,
      addr: '169.254.12.7:27020',
      gameport: 27020,
      steamid: '90178913460028418',
      name: 'Valve Matchmaking Server (Luxembourg srcds2001-lux1 #3)',
      players: 0,
      max_players: 32,
      map: 'koth_harvest_final',
      gametype: 'hidden,increased_maxplayers,cp,valve',
    },
    isSilent: true,
  },
  {
    listing: {
      ...teamFortress,
      addr: '192.0.2.10:27015',
      gameport: 27015,
      steamid: '85568392920040050',
      name: 'Dustbowl all day',
      players: 12,
      max_players: 24,
      map: 'cp_dustbowl',
      os: 'w',
      gametype: 'alltalk,cp,nocrits',
    },
  },
  {
    listing: {
      ...teamFortress,
      addr: '192.0.2.11:27015',
      gameport: 27015,
      name: 'No tags, nobody home',
      players: 0,
      max_players: 24,
      map: 'cp_dustbowl',
      secure: false,
    },
  },
];
