import { SteamIdError } from './steam-id-error.ts';
import { readProfileUrl } from './steam-id-profile-url.ts';

/** SteamID64 of account 0: universe 1, type 1 (user), instance 1. No user has it. */
const BASE = 0x0110000100000000n;
const MAX_ACCOUNT = 0xffffffffn;

const STEAM_ID_64 = /^\d{17}$/;
const STEAM_2 = /^STEAM_[01]:([01]):(0|[1-9]\d{0,9})$/;
const STEAM_3 = /^\[U:1:([1-9]\d{0,9})\]$/;

const PLACEHOLDERS = new Set(['BOT', 'STEAM_ID_PENDING', 'STEAM_ID_LAN', 'UNKNOWN', 'Console']);

/** Whether games print this where a player without a Steam account, or not yet known by one, stands. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDERS.has(text);
}

/**
 * The identity of one Steam user: an immutable value, always within
 * 76561197960265729 … 76561202255233023 (accounts 1 … 4294967295).
 *
 * @example
 * SteamId.parse('[U:1:46143802]').toSteamId64(); // '76561198006409530'
 */
export class SteamId {
  readonly steamId64: bigint;

  private constructor(steamId64: bigint) {
    this.steamId64 = steamId64;
    Object.freeze(this);
  }

  /**
   * Reads a SteamID64, `STEAM_X:Y:Z`, `[U:1:n]` or the address of a profile as
   * `https://steamcommunity.com/profiles/<SteamID64>`, also with `http`, without a scheme or with `www`.
   * Throws {@link SteamIdError} for anything else, surrounding spaces included.
   */
  static parse(text: string): SteamId {
    if (isPlaceholder(text)) {
      throw new SteamIdError('placeholder', `${text} stands for a player without a Steam ID.`);
    }
    const url = readProfileUrl(text);
    if (url?.kind === 'vanity-name') {
      throw new SteamIdError(
        'malformed',
        `Only Steam knows who has the name ${quote(url.vanityName)}. Ask it with SteamWebApi.resolveSteamId, ` +
          'or give the Steam ID itself.',
      );
    }
    const steamId64 = readSteamId64(text);
    if (steamId64 === undefined) {
      throw new SteamIdError(
        'malformed',
        `${quote(text)} is not the Steam ID of a user. Expected 76561198006409530, STEAM_0:0:23071901, ` +
          '[U:1:46143802] or https://steamcommunity.com/profiles/76561198006409530.',
      );
    }
    return SteamId.fromSteamId64(steamId64);
  }

  /** As {@link SteamId.parse}, with `undefined` in place of the error. */
  static tryParse(text: string): SteamId | undefined {
    const steamId64 = readSteamId64(text);
    return steamId64 !== undefined && isUser(steamId64) ? new SteamId(steamId64) : undefined;
  }

  /** Throws {@link SteamIdError} when the number is outside the range of user accounts. */
  static fromSteamId64(steamId64: bigint): SteamId {
    if (!isUser(steamId64)) {
      throw new SteamIdError(
        'out-of-range',
        `SteamID64 ${steamId64} belongs to no user: accounts run from ${BASE + 1n} to ${BASE + MAX_ACCOUNT}.`,
      );
    }
    return new SteamId(steamId64);
  }

  /** 17 decimal digits: the form to store and to send. Never a JavaScript number, which rounds it. */
  toSteamId64(): string {
    return this.steamId64.toString();
  }

  /** `STEAM_0:Y:Z`; some games print universe 1 for the same user. */
  toSteam2(): string {
    const account = this.steamId64 - BASE;
    return `STEAM_0:${account & 1n}:${account >> 1n}`;
  }

  /** `[U:1:account]` */
  toSteam3(): string {
    return `[U:1:${this.steamId64 - BASE}]`;
  }

  /** Where Steam shows the user's profile. */
  toProfileUrl(): string {
    return `https://steamcommunity.com/profiles/${this.steamId64}`;
  }

  equals(other: SteamId): boolean {
    return this.steamId64 === other.steamId64;
  }

  toString(): string {
    return this.toSteamId64();
  }

  toJSON(): string {
    return this.toSteamId64();
  }
}

/** The number the text stands for, whatever its range; `undefined` when the text has none of the forms. */
function readSteamId64(text: string): bigint | undefined {
  if (STEAM_ID_64.test(text)) return BigInt(text);
  const [, lowestBit, rest] = STEAM_2.exec(text) ?? [];
  if (lowestBit !== undefined && rest !== undefined) return BASE + BigInt(rest) * 2n + BigInt(lowestBit);
  const account = STEAM_3.exec(text)?.[1];
  if (account !== undefined) return BASE + BigInt(account);
  const url = readProfileUrl(text);
  return url?.kind === 'id' ? readSteamId64(url.idText) : undefined;
}

function isUser(steamId64: bigint): boolean {
  return steamId64 > BASE && steamId64 <= BASE + MAX_ACCOUNT;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);
}
