/**
 * Why a Web API call brought nothing; none of it says anything about what was asked for.
 * - `key-rejected`: the key is wrong or revoked, or this address is blocked. Trying again does not help
 * - `throttled`: too many calls; wait at least `retryAfterMs` where Steam says so
 * - `unavailable`: Steam is down, out of reach or unintelligible. `reason` is for logs
 */
export type WebApiFailure =
  | { readonly outcome: 'key-rejected' }
  | { readonly outcome: 'throttled'; readonly retryAfterMs?: number }
  | { readonly outcome: 'unavailable'; readonly reason: string };
