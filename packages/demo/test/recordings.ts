import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Real recordings hold people's names and Steam IDs, so they are kept beside the repository, never in it.
 * Tests that need them skip, and say so, where they are absent.
 */
const folder = fileURLToPath(new URL('../../../../shared/demos', import.meta.url));

export const areRecordingsAbsent = !existsSync(folder);

/** Ends the title of a test that needs recordings, so that a skip explains itself. */
export const recordingsNote = areRecordingsAbsent
  ? ' (SKIPPED: no folder shared/demos beside the repository)'
  : '';

export function readRecording(name: string): Uint8Array {
  return readFileSync(`${folder}/${name}`);
}
