import type { Friend, PlayerSummary } from '@demobase/steam';
import type { PlayerLookup } from './player-lookup.ts';

/** A friend, and the summary of that friend where Steam gave one. */
export type NamedFriend = readonly [friend: Friend, summary: PlayerSummary | undefined];

/** The document of a player. `friends.list` is there when it was asked for. */
export function playerJson(
  { steamId, profile, bans, friends }: PlayerLookup,
  { friendList }: { friendList?: readonly NamedFriend[] | undefined },
): object {
  return {
    steam_id: steamId.toSteamId64(),
    steam2: steamId.toSteam2(),
    steam3: steamId.toSteam3(),
    profile: profile.outcome === 'ok' ? { outcome: 'ok', ...snakeCase(profile.player) } : snakeCase(profile),
    bans: bans.outcome === 'ok' ? { outcome: 'ok', ...snakeCase(bans.bans) } : snakeCase(bans),
    friends:
      friends.outcome !== 'ok'
        ? snakeCase(friends)
        : {
            outcome: 'ok',
            count: friends.friends.length,
            ...(friendList && { list: friendList.map(friendJson) }),
          },
  };
}

function friendJson([friend, summary]: NamedFriend): object {
  return snakeCase({
    ...friend,
    ...(summary?.personaName !== undefined && { personaName: summary.personaName }),
  });
}

/** Members named as in JSON everywhere here; ids and times write themselves. */
function snakeCase(object: object): object {
  const rename = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [rename(name), value]));
}
