/** What a game server says of itself, unchecked: every number in it is one line of code to fake. */
export interface A2sInfo {
  readonly format: 'source' | 'goldsrc';
  /** 17 typical; 47 and 48 are GoldSrc, whatever the format; 7 the engine of 2006. */
  readonly protocol: number;
  readonly name: string;
  readonly map: string;
  /** The game's directory: `tf`. */
  readonly folder: string;
  /** What the game calls itself: `Team Fortress`. */
  readonly game: string;
  /** Whole where the reply carries a game id, else its low 16 bits; 0 where the reply does not say. */
  readonly appId: number;
  /** Bots, and people still connecting, included. */
  readonly players: number;
  readonly maxPlayers: number;
  readonly bots: number;
  /** `proxy`: a SourceTV relay. */
  readonly serverType: 'dedicated' | 'listen' | 'proxy' | 'unknown';
  readonly environment: 'linux' | 'windows' | 'mac' | 'unknown';
  readonly isPasswordProtected: boolean;
  /** Whether VAC guards it. */
  readonly isSecure: boolean;
  /** Of the game; empty where the reply does not say. */
  readonly version: string;
  readonly gamePort?: number;
  readonly steamId?: bigint;
  readonly spectator?: { readonly port: number; readonly name: string };
  /** The tags, as they came: separated by commas in most games. */
  readonly keywords?: string;
  /** App id in bits 0–23, type in 24–31, mod in 32–63. */
  readonly gameId?: bigint;
  readonly theShip?: { readonly mode: number; readonly witnesses: number; readonly durationSeconds: number };
  /** GoldSrc format only: the address the game server believes it has. */
  readonly address?: string;
  readonly mod?: A2sMod;
}

/** GoldSrc format only: what to download to play on it. */
export interface A2sMod {
  readonly link: string;
  readonly download: string;
  readonly version: number;
  readonly sizeBytes: number;
  readonly isMultiplayerOnly: boolean;
  readonly hasOwnLibrary: boolean;
}
