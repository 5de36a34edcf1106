import type { AppParts } from '../app-parts.ts';
import { findQueuedDeletions, removeQueuedDeletion } from '../blobs/blob-deletions.ts';
import { checkBlobName } from '../blobs/blob-name.ts';

/**
 * Deletes the blobs of rows that are gone. The queue is filled in the transaction that removes the rows, so
 * a crash or a storage that is down delays a deletion but never forgets it.
 */
export async function deleteQueuedBlobs(parts: AppParts): Promise<void> {
  for (const name of await findQueuedDeletions(parts.db)) {
    await parts.blobs.delete(checkBlobName(name));
    await removeQueuedDeletion(parts.db, name);
  }
}
