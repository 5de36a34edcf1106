/** Why the database cannot be used. Codes are stable: they are never renamed or reused. */
export type DatabaseErrorCode =
  | 'no_binaries'
  | 'binaries_unusable'
  | 'no_unprivileged_user'
  | 'data_folder_unusable'
  | 'data_folder_in_use'
  | 'data_folder_version'
  | 'start_failed'
  | 'unreachable'
  | 'refused'
  | 'unsupported_database'
  | 'schema_too_new'
  | 'schema_behind'
  | 'migration_failed'
  | 'invalid_migration_name';

/** The database cannot be opened or brought up to date; `message` says what to do about it. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  readonly code: DatabaseErrorCode;

  constructor(code: DatabaseErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The `code` of a PostgreSQL error (its SQLSTATE) or of a system error (`ECONNREFUSED`, …), if it has one. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** The text of an error for a message. A refused connection to several addresses has its text inside. */
export function errorTextOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map(errorTextOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
