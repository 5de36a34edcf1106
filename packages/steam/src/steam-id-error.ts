/**
 * - `malformed`: none of the forms of a user's Steam ID
 * - `out-of-range`: the right form, with a number no user account has
 * - `placeholder`: a word games print in place of an id, such as `BOT`
 */
export type SteamIdErrorReason = 'malformed' | 'out-of-range' | 'placeholder';

/** Thrown for a text or number that is not the Steam ID of a user; the message says what was expected. */
export class SteamIdError extends Error {
  override readonly name = 'SteamIdError';
  readonly reason: SteamIdErrorReason;

  constructor(reason: SteamIdErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
