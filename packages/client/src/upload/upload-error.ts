/** An upload that cannot go on. What the service has acknowledged stays with it. */
export class DemoUploadError extends Error {
  override readonly name = 'DemoUploadError';
  /**
   * A code of the service's error catalogue, or one of ours: `connection_lost` (nothing moved for too long),
   * `source_mismatch` (the session holds more than this demo has), `source_changed` (the file got shorter),
   * `protocol_unsupported` (the service does not speak `demobase.v1`).
   */
  readonly code: string;
  readonly sessionId: string;

  constructor({ code, sessionId, message, cause }: UploadFailure) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.sessionId = sessionId;
  }
}

interface UploadFailure {
  readonly code: string;
  readonly sessionId: string;
  readonly message: string;
  readonly cause?: unknown;
}

// Errors that pass by themselves: the session is where it was, and the next connection can go on.
const PASSING_CODES: ReadonlySet<string> = new Set([
  'database_unavailable',
  'internal',
  'session_already_streaming',
  'session_on_another_instance',
  'shutting_down',
  'size_mismatch',
  'storage_full',
  'storage_unavailable',
  'stream_idle',
  'too_many_requests',
]);

/** Whether connecting again can help against this error of the service. */
export function isPassing(code: string): boolean {
  return PASSING_CODES.has(code);
}
