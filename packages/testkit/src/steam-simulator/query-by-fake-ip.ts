import type { PingData } from '@demobase/steam';
import type { SimulatedGameServer } from './simulated-game-server.ts';
import type { SteamState } from './steam-state.ts';
import { ok, type WebApiAnswer } from './web-api-answer.ts';

/**
 * IGameServersService/QueryByFakeIP/v1: what Steam's relay hears from a game server, one kind a call.
 * An empty response when that game server does not answer, `undefined` for a query type that is none.
 */
export function queryByFakeIp(
  parameters: URLSearchParams,
  { gameServers }: SteamState,
): WebApiAnswer | undefined {
  const fakeIp = Number(parameters.get('fake_ip'));
  const address = `${dottedQuad(fakeIp)}:${parameters.get('fake_port')}`;
  const appId = Number(parameters.get('app_id'));
  const queryType = parameters.get('query_type') ?? '';
  if (!/^[123]$/.test(queryType)) return undefined;
  const gameServer = gameServers.find(({ listing }) => listing.addr === address && listing.appid === appId);
  if (!gameServer || gameServer.isSilent || !address.startsWith('169.254.')) return ok({ response: {} });
  const { players = [], rules } = gameServer;
  if (queryType === '1') return ok({ response: { ping_data: pingData(gameServer, fakeIp) } });
  if (queryType === '2') return ok({ response: { players_data: players.length > 0 ? { players } : {} } });
  if (!rules) return ok({ response: {} });
  return ok({ response: { rules_data: rules.length > 0 ? { rules } : {} } });
}

function pingData(gameServer: SimulatedGameServer, fakeIp: number): PingData {
  const { listing, ping, isPasswordProtected = false } = gameServer;
  return {
    server_ip: { v4: fakeIp },
    query_port: Number(listing.addr.split(':')[1]),
    game_port: listing.gameport,
    ...(listing.specport !== undefined && { spectator_port: listing.specport }),
    server_name: listing.name,
    ...(listing.steamid !== undefined && { steamid: listing.steamid }),
    app_id: listing.appid,
    gamedir: listing.gamedir,
    map: listing.map,
    game_description: 'Team Fortress',
    ...(listing.gametype !== undefined && { gametype: listing.gametype }),
    num_players: listing.players,
    max_players: listing.max_players,
    num_bots: listing.bots,
    password: isPasswordProtected,
    secure: listing.secure,
    dedicated: listing.dedicated,
    version: listing.version,
    sdr_popid: 7_173_992,
    ...ping,
  };
}

function dottedQuad(ip: number): string {
  return [24, 16, 8, 0].map((shift) => (ip >>> shift) & 255).join('.');
}
