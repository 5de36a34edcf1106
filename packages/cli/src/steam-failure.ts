import type { WebApiFailure } from '@demobase/steam';
import { formatDuration } from './units.ts';

/** A failure of the Web API, with as much as is known of it. */
interface KnownFailure {
  readonly outcome: WebApiFailure['outcome'];
  readonly retryAfterMs?: number | undefined;
  readonly reason?: string | undefined;
  readonly status?: number | undefined;
}

/** One sentence about why Steam gave nothing, and one about what to do. */
export function describeSteamFailure({ outcome, retryAfterMs, reason, status }: KnownFailure): string {
  const when = retryAfterMs === undefined ? 'in some minutes' : `in ${formatDuration(retryAfterMs / 1000)}`;
  switch (outcome) {
    case 'key-rejected':
      return (
        'Steam does not take the API key, or has blocked this address for a while. ' +
        'Compare the key with the one at https://steamcommunity.com/dev/apikey.'
      );
    case 'throttled':
      return `Steam takes no more calls for now. Try again ${when}.`;
    case 'budget-exhausted':
      return `The calls allowed to this key are used up. Try again ${when}.`;
    case 'bad-request': {
      const detail = status === undefined ? '' : ` (status ${status})`;
      return `Steam does not understand the question${detail}. Ask for less; if that does not help, report it.`;
    }
    case 'timeout':
      return 'Steam did not answer in time. Try again.';
    case 'unavailable': {
      const detail = reason === undefined ? '' : ` (${reason})`;
      return `Steam is down or out of reach${detail}. Try again later.`;
    }
  }
}
