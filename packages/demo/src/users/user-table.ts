import { decodeText, encodeText } from '../bits/text.ts';
import { DemoFormatError } from '../demo-format-error.ts';
import { parseUserInfo, type UserInfo } from '../string-tables/user-info.ts';
import { KnownUser, type User } from './user.ts';

/** The string table that says who is in which slot. */
export const USER_INFO_TABLE = 'userinfo';

/** The engine has no more slots than a byte can number. */
const MAX_SLOTS = 256;
/** More than any game server sees between two restarts. Bytes made up to fill memory could hold many more. */
const MAX_USERS = 65_536;
/** Where the game cuts the name in a slot. */
const MAX_NAME_BYTES = 31;
/** The state of a connection that has been told everything of the level, and so everybody who is there. */
const FULLY_CONNECTED = 6;

/** What becomes of users; each is called after the table has changed. */
export interface UserListener {
  onEnter?(user: User): void;
  onRename?(user: User, nameBefore: string): void;
  onLeave?(user: User): void;
}

/** What this needs of a {@link DemoReader}. */
interface UserSource {
  onStringTable(
    name: string,
    listener: (change: {
      readonly index: number;
      readonly entry: { readonly text: string; readonly userData: Uint8Array | undefined };
    }) => void,
  ): unknown;
  on(event: 'svc_ServerInfo', listener: () => void): unknown;
  on(event: 'sync-tick', listener: () => void): unknown;
  on(event: 'net_SignonState', listener: (message: { readonly state: number }) => void): unknown;
}

/**
 * Who is in which slot now, and everybody who ever was in one.
 *
 * Slots and entities are given to others when somebody leaves, so ask at the tick in question. A user id
 * belongs to one connection, and stays known after it.
 * Source: docs/demo-format.md, "Tables with meaning".
 */
export class UserTable {
  readonly #slots = new Map<number, KnownUser>();
  readonly #byUserId = new Map<number, KnownUser>();
  readonly #all: KnownUser[] = [];
  readonly #listener: UserListener;
  #isCut = false;
  /** Who was there before a change of level, and has not been told of since. */
  readonly #returning = new Set<KnownUser>();

  /** Follows a reader; call it before the first byte. */
  constructor(reader: UserSource, listener: UserListener = {}) {
    this.#listener = listener;
    reader.on('svc_ServerInfo', () => this.#beginLevel());
    reader.on('sync-tick', () => this.#forgetReturning());
    // A recording that goes on through a change of level need not have a second sync tick.
    reader.on('net_SignonState', ({ state }) => {
      if (state === FULLY_CONNECTED) this.#forgetReturning();
    });
    reader.onStringTable(USER_INFO_TABLE, ({ index, entry }) => {
      this.#take(/^\d{1,4}$/.test(entry.text) ? Number(entry.text) : index, entry.userData);
    });
  }

  /** Everybody who was ever in a slot, in the order they came. */
  get all(): readonly User[] {
    return this.#all;
  }

  /** Whether there were more users than it keeps: 65,536. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Everybody who is in a slot now. */
  get present(): readonly User[] {
    return [...this.#slots.values()];
  }

  /** Who is in a slot now. */
  inSlot(slot: number): User | undefined {
    return this.#slots.get(slot);
  }

  /** Whose entity this is now. */
  ofEntity(entityIndex: number): User | undefined {
    return this.#slots.get(entityIndex - 1);
  }

  /** Who has, or had, this user id. */
  byUserId(userId: number): User | undefined {
    return this.#byUserId.get(userId);
  }

  /**
   * Takes over a name that is told before the slot tells it: by an event, or in the chat. Cut as the slot cuts
   * it, so that it is no other name there.
   */
  rename(userId: number, name: string): void {
    const known = this.#byUserId.get(userId);
    const nameBefore = known?.rename(cutName(name));
    if (known !== undefined && nameBefore !== undefined) this.#listener.onRename?.(known, nameBefore);
  }

  /** Takes somebody for gone before the slot tells it; a slot that names them after that tells they are back. */
  leave(userId: number): void {
    const known = this.#byUserId.get(userId);
    if (known === undefined) return;
    if (this.#slots.get(known.slot) === known) this.#leave(known);
    else if (this.#returning.delete(known)) this.#listener.onLeave?.(known);
  }

  #take(slot: number, userData: Uint8Array | undefined): void {
    if (slot >= MAX_SLOTS) return;
    const before = this.#slots.get(slot);
    const info = userInfoIn(userData);
    if (info === undefined) {
      if (before !== undefined) this.#leave(before);
      return;
    }
    if (before !== undefined && !before.isSameAs(info)) this.#leave(before);
    const known = this.#byUserId.get(info.userId);
    if (known === undefined || !known.isSameAs(info)) {
      if (this.#all.length < MAX_USERS) this.#enter(new KnownUser(slot, info));
      else this.#isCut = true;
      return;
    }
    const isInSlot = this.#slots.get(known.slot) === known;
    const isBack = !isInSlot && !this.#returning.delete(known);
    if (isInSlot) this.#slots.delete(known.slot);
    this.#slots.set(slot, known);
    const nameBefore = known.update(slot, info);
    if (isBack) this.#listener.onEnter?.(known);
    if (nameBefore !== undefined) this.#listener.onRename?.(known, nameBefore);
  }

  #enter(user: KnownUser): void {
    this.#slots.set(user.slot, user);
    this.#byUserId.set(user.userId, user);
    this.#all.push(user);
    this.#listener.onEnter?.(user);
  }

  #leave(user: KnownUser): void {
    this.#slots.delete(user.slot);
    this.#listener.onLeave?.(user);
  }

  /** The game server tells everybody anew; who stays must not look as if they left and came back. */
  #beginLevel(): void {
    for (const user of this.#slots.values()) this.#returning.add(user);
    this.#slots.clear();
  }

  #forgetReturning(): void {
    for (const user of this.#returning) this.#listener.onLeave?.(user);
    this.#returning.clear();
  }
}

function cutName(name: string): string {
  return decodeText(encodeText(name.slice(0, MAX_NAME_BYTES)).subarray(0, MAX_NAME_BYTES));
}

/** Undefined for an empty slot; bytes that name nobody leave one, and harm no other slot. */
function userInfoIn(userData: Uint8Array | undefined): UserInfo | undefined {
  if (userData === undefined) return undefined;
  try {
    return parseUserInfo(userData);
  } catch (error) {
    if (error instanceof DemoFormatError) return undefined;
    throw error;
  }
}
