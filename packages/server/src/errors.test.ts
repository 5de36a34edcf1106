import { describe, expect, it } from 'vitest';
import { catalogue, errorCode, errors } from './errors.ts';

describe('the catalogue of errors', () => {
  it('fills the values into the text', () => {
    const error = errors.sessionUnknown({ sessionId: 12n });
    expect(error.message).toBe('There is no session 12. Check the id, or open a session at /session_id.');
    expect(error.code).toBe('session_unknown');
    expect(error.httpStatus).toBe(404);
  });

  it('gives refusals the close code 4000 and their status, and faults of ours 1011', () => {
    expect(errors.apiKeyUnknown({ signInUrl: '' }).closeCode).toBe(4401);
    expect(errors.storageUnavailable().closeCode).toBe(1011);
    expect(errors.demoTooLarge({ maxBytes: 1 }).closeCode).toBe(1009);
  });

  it('keeps the cause for the log', () => {
    const cause = new Error('ENOSPC');
    expect(errors.storageFull({}, { cause }).cause).toBe(cause);
  });

  it.each(Object.entries(catalogue))(
    '%s has a code of its own, a status and a text with an end',
    (name, entry) => {
      expect(errorCode(name)).toMatch(/^[a-z][a-z_]+$/);
      expect(entry.httpStatus).toBeGreaterThanOrEqual(400);
      expect(entry.text).toMatch(/[.}]$/);
    },
  );
});
