import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../../../../shared/demos', import.meta.url));

/** Real recordings hold people's names, so they are kept beside the repository; tests that need them may skip. */
export const areRecordingsAbsent = !existsSync(folder);

/** Ends the title of a test that needs recordings, so that a skip explains itself. */
export const recordingsNote = areRecordingsAbsent
  ? ' (SKIPPED: no folder shared/demos beside the repository)'
  : '';

export function recordingPath(name: string): string {
  return `${folder}/${name}.dem`;
}
