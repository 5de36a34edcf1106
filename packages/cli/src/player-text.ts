import type { PlayerBans, PlayerSummary } from '@demobase/steam';
import { type Fact, formatFacts } from './facts.ts';
import type { PlayerLookup } from './player-lookup.ts';

const UNKNOWN = 'unknown';
const YEAR_MS = 365.25 * 86_400_000;

/** What a person reads about a player. What Steam did not tell is "unknown", never "no". */
export function formatPlayer(
  { steamId, profile, bans, friends }: PlayerLookup,
  { now = new Date() } = {},
): string[] {
  return formatFacts([
    ['Steam ID', [steamId.toSteamId64(), steamId.toSteam2(), steamId.toSteam3()]],
    ...(profile.outcome === 'ok' ? profileFacts(profile.player, now) : [['profile', UNKNOWN] satisfies Fact]),
    ...(bans.outcome === 'ok' ? banFacts(bans.bans) : [['bans', UNKNOWN] satisfies Fact]),
    ['friends', friendsText(friends)],
  ]);
}

function profileFacts(player: PlayerSummary, now: Date): Fact[] {
  const { isPublic, isProfileConfigured, gameId, gameExtraInfo: game = gameId } = player;
  const visibility = isPublic === undefined ? UNKNOWN : isPublic ? 'public' : 'private';
  return [
    ['name', player.personaName ?? UNKNOWN],
    ['profile', player.profileUrl ?? UNKNOWN],
    ['visibility', `${visibility}${isProfileConfigured ? '' : ', profile not set up'}`],
    // Steam says "offline" of everybody whose profile is private.
    ['state', isPublic ? player.personaState : undefined],
    ['account', accountText(player, now)],
    ['country', player.countryCode],
    ['playing', game],
    ['game server', player.gameServerAddress],
  ];
}

function accountText({ timeCreated, isPublic }: PlayerSummary, now: Date): string {
  if (!timeCreated) return isPublic === false ? 'age not shown' : 'age unknown';
  const years = Math.floor((now.getTime() - timeCreated.getTime()) / YEAR_MS);
  const age = years < 1 ? 'less than a year' : `${years} ${years === 1 ? 'year' : 'years'}`;
  return `since ${timeCreated.toISOString().slice(0, 10)}, ${age}`;
}

function banFacts(bans: PlayerBans): Fact[] {
  const days = bans.daysSinceLastBan;
  return [
    ['VAC bans', bans.vacBanCount?.toString() ?? yesOrNo(bans.isVacBanned)],
    ['game bans', bans.gameBanCount?.toString() ?? UNKNOWN],
    ['last ban', days === undefined ? undefined : `${days} ${days === 1 ? 'day' : 'days'} ago`],
    ['community ban', yesOrNo(bans.isCommunityBanned)],
    ['trade ban', bans.economyBan ?? UNKNOWN],
  ];
}

function friendsText(friends: PlayerLookup['friends']): string {
  if (friends.outcome === 'ok') return String(friends.friends.length);
  return friends.outcome === 'private' ? 'private' : UNKNOWN;
}

function yesOrNo(value: boolean | undefined): string {
  return value === undefined ? UNKNOWN : value ? 'yes' : 'no';
}
