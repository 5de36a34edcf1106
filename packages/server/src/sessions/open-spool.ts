import { demoBlobName } from '../blobs/blob-store.ts';
import type { SessionParts } from './session-parts.ts';
import type { Spool } from './spool.ts';

/**
 * Opens the spool of a session of this instance. One that is not on this disk is fetched back from the blob
 * store first: another instance handed it over, or late bytes are to complete a demo that was stored.
 *
 * @returns undefined if no byte of this session was ever received
 */
export async function openSpool(parts: SessionParts, sessionId: bigint): Promise<Spool | undefined> {
  if ((await parts.spools.sizeOf(sessionId)) === undefined) {
    const blob = await parts.blobs.get(demoBlobName(sessionId));
    if (!blob) return undefined;
    await parts.spools.receive(sessionId, blob.body);
  }
  return parts.spools.open(sessionId);
}
