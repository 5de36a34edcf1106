import type { Friend, PlayerBans, PlayerSummary, SteamId, SteamWebApi, WebApiFailure } from '@demobase/steam';

/** One part of what Steam tells: `unknown` when it left the user out, which is no proof that there is none. */
type Part<T> = ({ readonly outcome: 'ok' } & T) | { readonly outcome: 'unknown' } | WebApiFailure;

/** What Steam tells about a user. Each part has its own outcome: one that fails hides no other. */
export interface PlayerLookup {
  readonly steamId: SteamId;
  readonly profile: Part<{ readonly player: PlayerSummary }>;
  readonly bans: Part<{ readonly bans: PlayerBans }>;
  readonly friends: Part<{ readonly friends: readonly Friend[] }> | { readonly outcome: 'private' };
}

/** Asks Steam for all of it at once. */
export async function lookUpPlayer(
  steam: SteamWebApi,
  steamId: SteamId,
  { signal }: { readonly signal: AbortSignal },
): Promise<PlayerLookup> {
  const [summaries, bans, friends] = await Promise.all([
    steam.playerSummaries([steamId], { signal }),
    steam.playerBans([steamId], { signal }),
    steam.friendList(steamId, { signal }),
  ]);
  const player = summaries.outcome === 'ok' ? summaries.players.get(steamId.toSteamId64()) : undefined;
  const banned = bans.outcome === 'ok' ? bans.bans.get(steamId.toSteamId64()) : undefined;
  return {
    steamId,
    profile: player ? { outcome: 'ok', player } : withoutUser(summaries),
    bans: banned ? { outcome: 'ok', bans: banned } : withoutUser(bans),
    friends,
  };
}

function withoutUser(
  result: { readonly outcome: 'ok' } | WebApiFailure,
): { readonly outcome: 'unknown' } | WebApiFailure {
  return result.outcome === 'ok' ? { outcome: 'unknown' } : result;
}
