import { createHmac, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';
import { findOrCreateSecret } from './store.ts';

/** Names an uploader to a viewer, as 64 hex digits. */
export type AnonymousIds = (viewer: bigint, uploader: bigint) => string;

/**
 * Pseudonyms of uploaders: the same for one viewer and uploader for ever, different for every other viewer.
 * They are keyed with a secret of this database, so trying all Steam IDs reverses none of them.
 */
export async function openAnonymousIds(db: Kysely<Database>): Promise<AnonymousIds> {
  const secret = await findOrCreateSecret(db, 'anonymous-ids', randomBytes(32));
  return (viewer, uploader) => createHmac('sha256', secret).update(`${viewer} ${uploader}`).digest('hex');
}
