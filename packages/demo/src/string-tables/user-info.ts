import { decodeText, encodeText } from '../bits/text.ts';
import { brokenMessage } from '../demo-format-error.ts';

/** Who sits in a slot: the user data of an entry of the table `userinfo`. */
export interface UserInfo {
  /** Cut at 31 bytes by the game, mid-character if need be. */
  readonly name: string;
  /** Counts connections to the game server, far past 255; other than the slot and the entity. */
  readonly userId: number;
  /** `[U:1:N]`, `STEAM_…` in old demos, or `BOT`. */
  readonly networkId: string;
  /** The N of the Steam ID; 0 for bots. */
  readonly accountId: number;
  /** A bot, or SourceTV. */
  readonly isFakePlayer: boolean;
  readonly isSourceTv: boolean;
  readonly isReplay: boolean;
  /** CRC-32s of the player's own files, such as a spray; 0 where there is none. */
  readonly customFileCrcs: readonly [number, number, number, number];
  /** How many of them were downloaded. */
  readonly filesDownloaded: number;
}

/** Where the fields of the game's C structure are. */
const NAME = { offset: 0, bytes: 32 };
const USER_ID = 32;
const NETWORK_ID = { offset: 36, bytes: 33 };
const ACCOUNT_ID = 72;
const IS_FAKE_PLAYER = 108;
const IS_SOURCE_TV = 109;
const IS_REPLAY = 110;
const CUSTOM_FILE_CRCS = [112, 116, 120, 124] as const;
const FILES_DOWNLOADED = 128;
export const USER_INFO_BYTES = 132;
/** Up to the user id: nobody is told by less. */
const MIN_USER_INFO_BYTES = 36;

/**
 * Reads user info; older, shorter structures as far as they go.
 * @throws {DemoFormatError} `broken-message` when not even a user id is there
 */
export function parseUserInfo(bytes: Uint8Array): UserInfo {
  if (bytes.length < MIN_USER_INFO_BYTES) {
    throw brokenMessage(0, `user info of ${bytes.length} bytes names nobody`);
  }
  const whole = new Uint8Array(USER_INFO_BYTES);
  whole.set(bytes.subarray(0, USER_INFO_BYTES));
  const view = new DataView(whole.buffer);
  const [first, second, third, fourth] = CUSTOM_FILE_CRCS;
  return {
    name: textIn(whole, NAME),
    userId: view.getInt32(USER_ID, true),
    networkId: textIn(whole, NETWORK_ID),
    accountId: view.getUint32(ACCOUNT_ID, true),
    isFakePlayer: whole[IS_FAKE_PLAYER] !== 0,
    isSourceTv: whole[IS_SOURCE_TV] !== 0,
    isReplay: whole[IS_REPLAY] !== 0,
    customFileCrcs: [
      view.getUint32(first, true),
      view.getUint32(second, true),
      view.getUint32(third, true),
      view.getUint32(fourth, true),
    ],
    filesDownloaded: whole[FILES_DOWNLOADED] ?? 0,
  };
}

/** Writes user info; what would not read back is a `RangeError`. */
export function encodeUserInfo(info: UserInfo): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(USER_INFO_BYTES);
  const view = new DataView(bytes.buffer);
  putText(bytes, NAME, 'name', info.name);
  putText(bytes, NETWORK_ID, 'network id', info.networkId);
  if (info.userId !== (info.userId | 0)) throw new RangeError(`No user has the id ${info.userId}.`);
  view.setInt32(USER_ID, info.userId, true);
  putUint32(view, ACCOUNT_ID, 'account id', info.accountId);
  bytes[IS_FAKE_PLAYER] = info.isFakePlayer ? 1 : 0;
  bytes[IS_SOURCE_TV] = info.isSourceTv ? 1 : 0;
  bytes[IS_REPLAY] = info.isReplay ? 1 : 0;
  for (const [file, offset] of CUSTOM_FILE_CRCS.entries()) {
    putUint32(view, offset, 'CRC-32', info.customFileCrcs[file] ?? 0);
  }
  if (info.filesDownloaded !== (info.filesDownloaded & 0xff)) {
    throw new RangeError(`A user cannot have downloaded ${info.filesDownloaded} files.`);
  }
  bytes[FILES_DOWNLOADED] = info.filesDownloaded;
  return bytes;
}

type TextField = typeof NAME;

/** Text ends at its NUL, or fills the field. What stands behind the NUL is left over from something else. */
function textIn(whole: Uint8Array, { offset, bytes }: TextField): string {
  const field = whole.subarray(offset, offset + bytes);
  const length = field.indexOf(0);
  return decodeText(length === -1 ? field : field.subarray(0, length));
}

function putText(whole: Uint8Array, field: TextField, what: string, text: string): void {
  const encoded = encodeText(text);
  if (encoded.length > field.bytes || encoded.includes(0)) {
    throw new RangeError(`A user's ${what} is at most ${field.bytes} bytes, none of them NUL.`);
  }
  whole.set(encoded, field.offset);
}

function putUint32(view: DataView, offset: number, what: string, value: number): void {
  if (value !== value >>> 0) throw new RangeError(`A user's ${what} cannot be ${value}.`);
  view.setUint32(offset, value, true);
}
