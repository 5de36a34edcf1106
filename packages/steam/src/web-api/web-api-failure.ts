/**
 * Why a Web API call brought nothing; none of it says anything about what was asked for.
 * - `key-rejected`: every key is wrong or revoked, or this address is blocked. Trying again does not help: for an
 *   hour the keys are not used again
 * - `throttled`: too many calls; wait at least `retryAfterMs` where Steam says so
 * - `budget-exhausted`: our own allowance for the day is used up, so no call was made
 * - `bad-request`: Steam does not take the parameters, or `baseUrl` leads elsewhere
 * - `timeout`: no whole answer came in time
 * - `unavailable`: Steam is down, out of reach or unintelligible. `reason` is for logs
 */
export type WebApiFailure =
  | { readonly outcome: 'key-rejected' }
  | { readonly outcome: 'throttled'; readonly retryAfterMs?: number }
  | { readonly outcome: 'budget-exhausted'; readonly retryAfterMs: number }
  | { readonly outcome: 'bad-request'; readonly status: number }
  | { readonly outcome: 'timeout' }
  | { readonly outcome: 'unavailable'; readonly reason: string };
