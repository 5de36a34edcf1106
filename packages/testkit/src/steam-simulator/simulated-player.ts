/** A Steam user as the simulator knows one. */
export interface SimulatedPlayer {
  /** SteamID64 text. */
  readonly steamId: string;
  readonly personaName: string;
  /** Whether GetPlayerSummaries gives `profilestate: 1`. */
  readonly isProfileConfigured: boolean;
}

/** Fictional people; one sits above 76561200000000000, where many programs stop, and one has no profile. */
export const defaultPlayers: readonly SimulatedPlayer[] = [
  { steamId: '76561197960287930', personaName: 'Minnie Sentry', isProfileConfigured: true },
  { steamId: '76561198006409530', personaName: 'Rocket Ronda', isProfileConfigured: true },
  { steamId: '76561200000000001', personaName: 'Newcomer Noor', isProfileConfigured: true },
  { steamId: '76561198123456789', personaName: 'Unfinished Ulf', isProfileConfigured: false },
];
