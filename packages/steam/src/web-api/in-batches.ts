import type { SteamId } from '../steam-id.ts';

/** The most ids GetPlayerSummaries and GetPlayerBans take in one call. */
const BATCH_SIZE = 100;

/** Each user once, as the comma-joined lists the Web API takes. */
export function* inBatches(ids: readonly SteamId[]): Generator<string> {
  const distinct = [...new Set(ids.map((id) => id.toSteamId64()))];
  for (let start = 0; start < distinct.length; start += BATCH_SIZE) {
    yield distinct.slice(start, start + BATCH_SIZE).join(',');
  }
}
