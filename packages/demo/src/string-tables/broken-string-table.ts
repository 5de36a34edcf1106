import { DemoFormatError } from '../demo-format-error.ts';

/** The error for entries that no game server writes; the offset counts from where they begin. */
export function brokenStringTable(offset: number, reason: string): DemoFormatError {
  return new DemoFormatError({ code: 'broken-message', offset, reason });
}
