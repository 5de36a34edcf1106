import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { errors } from '../errors.ts';
import {
  type BroadcastRow,
  findBroadcasts,
  insertBroadcast,
  retireBroadcastRow,
} from './broadcasts-store.ts';

/** More than anybody reads; anyone may ask, so the answer has a limit. */
const MAX_SHOWN = 100;
export const MAX_MESSAGE_CHARACTERS = 2_000;
/** One word, by which programs choose how to show a message. */
export const IMPORTANCE_PATTERN = '^[a-z][a-z0-9_-]{0,31}$';

/** What administrators tell everybody. */
export interface Broadcast {
  readonly id: bigint;
  readonly message: string;
  readonly importance: string;
  readonly postDate: Date;
}

/** The broadcasts that are not retired, newest first. */
export async function listBroadcasts(db: Kysely<Database>): Promise<Broadcast[]> {
  return (await findBroadcasts(db, MAX_SHOWN)).map(toBroadcast);
}

/** Tells everybody something from now on. @throws {DemobaseError} `invalid_request` */
export async function addBroadcast(
  db: Kysely<Database>,
  broadcast: { readonly message: string; readonly importance?: string; readonly now: Date },
): Promise<Broadcast> {
  const { importance = 'info', now } = broadcast;
  const message = broadcast.message.trim();
  if (message === '' || message.length > MAX_MESSAGE_CHARACTERS || message.includes('\0')) {
    const problem = `message must be a text of 1 to ${MAX_MESSAGE_CHARACTERS} characters, without NUL.`;
    throw errors.invalidRequest({ problem });
  }
  if (!new RegExp(IMPORTANCE_PATTERN).test(importance)) {
    const problem = 'importance must be one word of small letters, digits, "-" and "_", such as info.';
    throw errors.invalidRequest({ problem });
  }
  return toBroadcast(await insertBroadcast(db, { message, importance, postDate: now }));
}

/** Ends a broadcast; its row stays. @throws {DemobaseError} `broadcast_unknown` */
export async function retireBroadcast(
  db: Kysely<Database>,
  { id, now }: { readonly id: bigint; readonly now: Date },
): Promise<void> {
  if (!(await retireBroadcastRow(db, id, now))) throw errors.broadcastUnknown({ broadcastId: id });
}

function toBroadcast({ id, message, importance, post_date: postDate }: BroadcastRow): Broadcast {
  return { id, message, importance, postDate };
}
