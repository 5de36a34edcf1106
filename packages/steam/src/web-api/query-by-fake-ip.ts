import { callWebApi, type WebApiAccess, type WebApiCallOptions } from './call-web-api.ts';
import { fakeIpToInteger } from './fake-ip.ts';
import {
  type PingData,
  type PlayersData,
  type RulesData,
  readPingData,
  readPlayersData,
  readRulesData,
} from './fake-ip-data.ts';
import { isJsonObject, type JsonObject } from './json-object.ts';
import { numberParameter } from './number-parameter.ts';
import type { WebApiFailure } from './web-api-failure.ts';

/** What can be asked, one thing a call. */
export interface FakeIpParts {
  readonly ping: PingData;
  readonly players: PlayersData;
  readonly rules: RulesData;
}

export interface FakeIpRequest<Part extends keyof FakeIpParts> {
  /** The host of an SDR address, as `169.254.189.228`. */
  readonly fakeIp: string;
  readonly fakePort: number;
  /** The app of that game server; 440 is Team Fortress 2. */
  readonly appId: number;
  readonly part: Part;
}

/** `no-answer`: the relay heard nothing from the game server, or there is none. */
export type FakeIpResult<Part extends keyof FakeIpParts> =
  | {
      readonly outcome: 'ok';
      readonly data: FakeIpParts[Part];
      /** Of the call to Steam, which asks the game server in turn: no ping. */
      readonly rttMs: number;
    }
  | { readonly outcome: 'no-answer' }
  | WebApiFailure;

const parts: {
  readonly [Part in keyof FakeIpParts]: {
    readonly queryType: string;
    readonly member: string;
    readonly read: (data: JsonObject) => FakeIpParts[Part];
  };
} = {
  ping: { queryType: '1', member: 'ping_data', read: readPingData },
  players: { queryType: '2', member: 'players_data', read: readPlayersData },
  rules: { queryType: '3', member: 'rules_data', read: readRulesData },
};

/** IGameServersService/QueryByFakeIP/v1. */
export async function fetchByFakeIp<Part extends keyof FakeIpParts>(
  access: WebApiAccess,
  { fakeIp, fakePort, appId, part }: FakeIpRequest<Part>,
  options: WebApiCallOptions,
): Promise<FakeIpResult<Part>> {
  const { queryType, member, read } = parts[part];
  const answer = await callWebApi(access, {
    ...options,
    method: 'IGameServersService/QueryByFakeIP/v1',
    parameters: {
      fake_ip: String(fakeIpToInteger(fakeIp)),
      fake_port: numberParameter('The port of an SDR address', fakePort, 65_535),
      app_id: numberParameter('An app id', appId),
      query_type: queryType,
    },
  });
  if (answer.outcome !== 'ok') return answer;
  const { response } = answer.json;
  if (!isJsonObject(response)) return { outcome: 'unavailable', reason: 'no response member' };
  const data = response[member];
  if (data === undefined) return { outcome: 'no-answer' };
  if (!isJsonObject(data)) return { outcome: 'unavailable', reason: `${member} is not an object` };
  return { outcome: 'ok', data: read(data), rttMs: answer.rttMs };
}
