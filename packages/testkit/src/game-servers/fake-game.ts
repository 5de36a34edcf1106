import type { WireText } from './byte-writer.ts';

/** An entry of the PLAYERS reply. */
export interface FakePlayer {
  readonly name: WireText;
  readonly score: number;
  /** How long the player has been there, in seconds. A real server may well say NaN or −1. */
  readonly durationSeconds: number;
  /** The byte before the name; 0 on nearly every real server. */
  readonly index?: number;
  /** Only written when the game is The Ship. */
  readonly deaths?: number;
  readonly money?: number;
}

/** What The Ship adds to its replies. */
export interface TheShipExtras {
  /** 0 Hunt, 1 Elimination, 2 Duel, 3 Deathmatch, 4 VIP Team, 5 Team Elimination. */
  readonly mode: number;
  readonly witnesses: number;
  readonly durationSeconds: number;
  /** Where deaths and money stand: after all entries, or after each one. */
  readonly playerLayout: 'block' | 'interleaved';
}

/** Everything a fake game server says of itself. The fields that may be `undefined` are then left out of INFO. */
export interface FakeGame {
  /** 17 on today's Source servers, 7 on those of 2006, 47 or 48 on GoldSrc. */
  readonly protocol: number;
  readonly name: WireText;
  readonly map: WireText;
  /** The game's directory, as `tf`. */
  readonly folder: WireText;
  /** The game in words, as `Team Fortress`. */
  readonly game: WireText;
  /** INFO has room for its low 16 bits only. */
  readonly appId: number;
  readonly players: readonly FakePlayer[];
  /** What INFO says; without it as many as are listed. Real servers count those who are still connecting, too. */
  readonly playerCount: number | undefined;
  readonly maxPlayers: number;
  readonly bots: number;
  /** `d` dedicated, `l` listen, `p` relay of SourceTV. */
  readonly serverType: string;
  /** `l` Linux, `w` Windows, `m` or `o` Mac. */
  readonly environment: string;
  readonly isPasswordProtected: boolean;
  readonly isSecure: boolean;
  readonly theShip: TheShipExtras | undefined;
  readonly version: WireText;
  /** Has INFO end after `version`, without even the byte that says what follows. */
  readonly endsAfterVersion: boolean;
  readonly gamePort: number | undefined;
  readonly steamId: bigint | undefined;
  readonly spectator: { readonly port: number; readonly name: WireText } | undefined;
  /** The tags, joined by commas. */
  readonly keywords: WireText | undefined;
  /** Its low 24 bits are the true app id. */
  readonly gameId: bigint | undefined;
  readonly rules: readonly (readonly [name: WireText, value: WireText])[];
}

export const defaultGame: FakeGame = {
  protocol: 17,
  name: 'Badlands around the clock',
  map: 'cp_badlands',
  folder: 'tf',
  game: 'Team Fortress',
  appId: 440,
  players: [
    { name: 'Rocket Ronda', score: 4, durationSeconds: 3079.5 },
    { name: 'soysauce', score: 1, durationSeconds: 1302.25 },
    { name: 'Zoë ☂', score: -1, durationSeconds: 12.5 },
  ],
  playerCount: undefined,
  maxPlayers: 24,
  bots: 0,
  serverType: 'd',
  environment: 'l',
  isPasswordProtected: false,
  isSecure: true,
  theShip: undefined,
  version: '9433646',
  endsAfterVersion: false,
  gamePort: 27015,
  steamId: 90178913460028417n,
  spectator: undefined,
  keywords: 'alltalk,cp,nocrits',
  gameId: 440n,
  rules: [
    ['mp_timelimit', '30'],
    ['sv_tags', 'alltalk,cp,nocrits'],
    ['tf_weapon_criticals', '0'],
  ],
};
