import type { PlayerBans } from '@demobase/steam';

/** A Steam user as the simulator knows one. */
export interface SimulatedPlayer {
  /** SteamID64 text. */
  readonly steamId: string;
  readonly personaName: string;
  /** Whether GetPlayerSummaries gives `profilestate: 1`. */
  readonly isProfileConfigured: boolean;
  /** The name in the address of the profile. Default: none. */
  readonly vanityName?: string;
  /** Default: none at all. */
  readonly bans?: Omit<PlayerBans, 'steamId'>;
  /** Default: none. */
  readonly friends?: readonly SimulatedFriend[];
  /** GetFriendList then answers with status 401. Default false. */
  readonly isFriendListPrivate?: boolean;
}

export interface SimulatedFriend {
  /** SteamID64 text. */
  readonly steamId: string;
  /** Seconds since 1970; 0, the default, is how Steam writes that it does not know. */
  readonly friendSince?: number;
}

/** Fictional people; one sits above 76561200000000000, where many programs stop, and one has no profile. */
export const defaultPlayers: readonly SimulatedPlayer[] = [
  {
    steamId: '76561197960287930',
    personaName: 'Minnie Sentry',
    isProfileConfigured: true,
    vanityName: 'minniesentry',
    friends: [{ steamId: '76561198006409530', friendSince: 1_400_000_000 }, { steamId: '76561200000000001' }],
  },
  {
    steamId: '76561198006409530',
    personaName: 'Rocket Ronda',
    isProfileConfigured: true,
    isFriendListPrivate: true,
    bans: { vacBanCount: 1, daysSinceLastBan: 1200 },
  },
  { steamId: '76561200000000001', personaName: 'Newcomer Noor', isProfileConfigured: true },
  { steamId: '76561198123456789', personaName: 'Unfinished Ulf', isProfileConfigured: false },
];
