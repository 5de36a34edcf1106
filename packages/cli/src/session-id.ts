import { UsageError } from './command-error.ts';

/** A session id as people type it and as we keep it: a positive integer. */
export const SESSION_ID_PATTERN = /^[1-9]\d{0,15}$/;

/** Checks a session id given on the command line. @throws {UsageError} */
export function parseSessionId(text: string): string {
  if (SESSION_ID_PATTERN.test(text)) return text;
  throw new UsageError(
    `${text} is not a session id: those are positive integers, as "demobase demos list" shows.`,
  );
}
