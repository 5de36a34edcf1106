import type { AppParts } from '../app-parts.ts';
import { queueBlobDeletions } from '../blobs/blob-deletions.ts';
import { analysisBlobName, demoBlobName } from '../blobs/blob-name.ts';
import { errors } from '../errors.ts';
import { deleteAccountRow, findSessionIds, lockAccount, revokeLiveApiKeys } from './store.ts';

/** Ends whatever an account is streaming right now, so that nothing is written behind its deletion. */
export type EndSessions = (steamId: bigint) => Promise<void>;

/**
 * Deletes an account with everything of it, at once and for good: keys, roles, sign-ins, sessions, and (soon
 * after, in the background) its demos and their analyses.
 *
 * The order matters. Without a live key no new session can begin, so after `endSessions` nothing is written
 * any more; and the blobs are queued in the transaction that forgets them, so a crash leaves no orphan.
 *
 * @throws `account_not_confirmed` unless `confirmation` is the Steam ID, typed by whoever means it.
 */
export async function deleteAccount(
  parts: Pick<AppParts, 'db' | 'log'>,
  { steamId, confirmation, endSessions }: { steamId: bigint; confirmation: string; endSessions: EndSessions },
): Promise<void> {
  if (confirmation.trim() !== String(steamId)) throw errors.accountNotConfirmed({ steamId });
  await revokeLiveApiKeys(parts.db, steamId);
  await endSessions(steamId);
  const sessionCount = await parts.db.transaction().execute(async (transaction) => {
    await lockAccount(transaction, steamId);
    const sessionIds = await findSessionIds(transaction, steamId);
    // Also for sessions that stored nothing: deleting a blob that is not there is no error.
    const names = sessionIds.flatMap((id) => [demoBlobName(id), analysisBlobName(id)]);
    await queueBlobDeletions(transaction, names);
    await deleteAccountRow(transaction, steamId);
    return sessionIds.length;
  });
  parts.log.info({ audit: 'account_deleted', steamId: String(steamId), sessionCount }, 'Account deleted');
}
