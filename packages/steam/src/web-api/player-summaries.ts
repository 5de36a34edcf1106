import { SteamId } from '../steam-id.ts';
import { callWebApi, type WebApiAccess, type WebApiCallOptions } from './call-web-api.ts';
import { inBatches } from './in-batches.ts';
import {
  isJsonObject,
  type JsonObject,
  readDate,
  readInteger,
  readMembers,
  readObjects,
  readText,
} from './json-object.ts';
import type { WebApiFailure } from './web-api-failure.ts';

/** What Steam shows about a user; members Steam left out are absent. */
export interface PlayerSummary {
  readonly steamId: SteamId;
  readonly personaName?: string;
  readonly profileUrl?: string;
  /** 184 pixels square. */
  readonly avatarUrl?: string;
  /** Whether the user has set up the community profile. */
  readonly isProfileConfigured: boolean;
  /** Whether anybody may see the profile; of others Steam shows the members above only. */
  readonly isPublic?: boolean;
  readonly personaState?: PersonaState;
  readonly realName?: string;
  /** ISO 3166-1, as the user chose it. */
  readonly countryCode?: string;
  readonly timeCreated?: Date;
  readonly lastLogOff?: Date;
  /** What the user plays now; an app id, or a 64-bit id of a mod. */
  readonly gameId?: string;
  /** The name of that. */
  readonly gameExtraInfo?: string;
  /** `ip:port`, which may be an SDR address. */
  readonly gameServerAddress?: string;
  readonly gameServerSteamId?: string;
}

/** `offline` is also what Steam says of users whose profile is not public. */
export type PersonaState = (typeof PERSONA_STATES)[number];

const PERSONA_STATES = [
  'offline',
  'online',
  'busy',
  'away',
  'snooze',
  'looking-to-trade',
  'looking-to-play',
  'invisible',
] as const;

/** `players` by SteamID64; users Steam does not know are missing from it. */
export type PlayerSummariesResult =
  | { readonly outcome: 'ok'; readonly players: ReadonlyMap<string, PlayerSummary> }
  | WebApiFailure;

/** ISteamUser/GetPlayerSummaries/v2, as many calls as it takes; one failed call fails the whole. */
export async function fetchPlayerSummaries(
  access: WebApiAccess,
  ids: readonly SteamId[],
  options: WebApiCallOptions,
): Promise<PlayerSummariesResult> {
  const players = new Map<string, PlayerSummary>();
  for (const steamids of inBatches(ids)) {
    const method = 'ISteamUser/GetPlayerSummaries/v2';
    const answer = await callWebApi(access, { ...options, method, parameters: { steamids } });
    if (answer.outcome !== 'ok') return answer;
    const { response } = answer.json;
    if (!isJsonObject(response)) return { outcome: 'unavailable', reason: 'no response member' };
    for (const entry of readObjects(response.players)) {
      const summary = readPlayerSummary(entry);
      if (summary) players.set(summary.steamId.toSteamId64(), summary);
    }
  }
  return { outcome: 'ok', players };
}

function readPlayerSummary(entry: JsonObject): PlayerSummary | undefined {
  const steamId = SteamId.tryParse(readText(entry.steamid) ?? '');
  if (!steamId) return undefined;
  const shown = readMembers<Omit<PlayerSummary, 'steamId' | 'isProfileConfigured'>>(entry, {
    personaName: ['personaname', readText],
    profileUrl: ['profileurl', readText],
    avatarUrl: ['avatarfull', readText],
    isPublic: ['communityvisibilitystate', readVisibility],
    personaState: ['personastate', readPersonaState],
    realName: ['realname', readText],
    countryCode: ['loccountrycode', readText],
    timeCreated: ['timecreated', readDate],
    lastLogOff: ['lastlogoff', readDate],
    gameId: ['gameid', readText],
    gameExtraInfo: ['gameextrainfo', readText],
    gameServerAddress: ['gameserverip', readGameServerAddress],
    gameServerSteamId: ['gameserversteamid', readText],
  });
  return { steamId, isProfileConfigured: entry.profilestate === 1, ...shown };
}

/** 3 is public; 1 says "not visible to you", and no other value is sent today. */
function readVisibility(value: unknown): boolean | undefined {
  return readInteger(value) === undefined ? undefined : value === 3;
}

function readPersonaState(value: unknown): PersonaState | undefined {
  return PERSONA_STATES[readInteger(value) ?? -1];
}

/** Steam writes `0.0.0.0:0` while the user is in no game server. */
function readGameServerAddress(value: unknown): string | undefined {
  const address = readText(value);
  return address?.startsWith('0.0.0.0:') ? undefined : address;
}
