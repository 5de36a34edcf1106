import { STATUS_CODES } from 'node:http';
import type { SteamBehaviour } from './behaviour.ts';
import { currentPlayers } from './current-players.ts';
import { answer, answerJson, behave, type Exchange } from './exchange.ts';
import { friendList } from './friend-list.ts';
import { errorPage } from './open-id-page.ts';
import { playerBans } from './player-bans.ts';
import { playerSummaries } from './player-summaries.ts';
import { queryByFakeIp } from './query-by-fake-ip.ts';
import { resolveVanityUrl } from './resolve-vanity-url.ts';
import { serverList } from './server-list.ts';
import type { SteamState } from './steam-state.ts';
import type { WebApiAnswer } from './web-api-answer.ts';

interface WebApiMethod {
  readonly behaviour: Exclude<keyof SteamBehaviour, 'answerCheckAuthentication'>;
  readonly run: (parameters: URLSearchParams, state: SteamState) => WebApiAnswer | undefined;
  /** Default false. */
  readonly isKeyless?: boolean;
}

const methods: Readonly<Record<string, WebApiMethod>> = {
  '/ISteamUser/GetPlayerSummaries/v2': { behaviour: 'answerPlayerSummaries', run: playerSummaries },
  '/ISteamUser/GetPlayerBans/v1': { behaviour: 'answerPlayerBans', run: playerBans },
  '/ISteamUser/GetFriendList/v1': { behaviour: 'answerFriendList', run: friendList },
  '/ISteamUser/ResolveVanityURL/v1': { behaviour: 'answerResolveVanityUrl', run: resolveVanityUrl },
  '/ISteamUserStats/GetNumberOfCurrentPlayers/v1': {
    behaviour: 'answerCurrentPlayers',
    run: currentPlayers,
    isKeyless: true,
  },
  '/IGameServersService/GetServerList/v1': { behaviour: 'answerServerList', run: serverList },
  '/IGameServersService/QueryByFakeIP/v1': { behaviour: 'answerQueryByFakeIp', run: queryByFakeIp },
};

/** Any other path than /openid/login: the Web API, whose failures are HTML pages. */
export function webApi(exchange: Exchange, state: SteamState): void {
  // v1 and v0001 are the same, with or without the slash at the end.
  const method = methods[exchange.path.replace(/\/v0*(\d+)\/?$/, '/v$1')];
  if (!method) fail(exchange, 404, 'There is no such method.');
  else if (exchange.method !== 'GET') fail(exchange, 405, 'This method is called with GET.');
  else {
    const behaviour = state.sequences.step(state.behaviour[method.behaviour]);
    behave(exchange, behaviour, () => runMethod(exchange, method, state));
  }
}

function runMethod(exchange: Exchange, { run, isKeyless }: WebApiMethod, state: SteamState): void {
  const mayAsk = isKeyless || exchange.parameters.get('key') === state.apiKey;
  const parameters = withInputJson(exchange.parameters);
  const result = mayAsk && parameters ? run(parameters, state) : undefined;
  if (!mayAsk) fail(exchange, 403, 'Access is denied. Verify your key= parameter.');
  else if (!result) fail(exchange, 400, 'Required parameters are missing or wrong.');
  else answerJson(exchange, result.status, result.json);
}

function fail(exchange: Exchange, status: number, detail: string): void {
  answer(exchange, { status, body: errorPage(STATUS_CODES[status] ?? '', detail) });
}

/** Arguments come one by one, or together as the JSON object `input_json`. */
function withInputJson(parameters: URLSearchParams): URLSearchParams | undefined {
  const inputJson = parameters.get('input_json');
  if (inputJson === null) return parameters;
  try {
    const input: unknown = JSON.parse(inputJson);
    if (typeof input !== 'object' || input === null) return undefined;
    const texts = Object.entries(input).map(([name, value]): [string, string] => [name, String(value)]);
    return new URLSearchParams(texts);
  } catch {
    return undefined;
  }
}
