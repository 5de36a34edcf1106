import { createServer } from 'node:http';
import type { SteamBehaviour } from './behaviour.ts';
import { type Exchange, openExchange } from './exchange.ts';
import { openIdLogin } from './open-id-login.ts';
import { defaultGameServers, type SimulatedGameServer } from './simulated-game-server.ts';
import type { SimulatedPlayer } from './simulated-player.ts';
import { type SeenRequest, SteamState } from './steam-state.ts';
import { webApi } from './web-api.ts';

export interface SteamSimulatorOptions {
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Default 0: any free one. */
  readonly port?: number;
  /** The one key the Web API takes. Default 32 fixed hexadecimal digits. */
  readonly apiKey?: string;
  /** Which game servers there are. Default `defaultGameServers`. */
  readonly gameServers?: readonly SimulatedGameServer[];
}

/** A Steam that runs on this machine: sign-in page, confirmation of sign-ins, and the Web API. */
export interface SteamSimulator {
  /** As `http://127.0.0.1:8001`. */
  readonly url: string;
  readonly openIdEndpoint: string;
  /** Base URL of the Web API. */
  readonly apiUrl: string;
  readonly apiKey: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** Adds a player, or replaces the one with that id. */
  addPlayer(player: SimulatedPlayer): void;
  /** Adds a game server, or replaces the one at that address. */
  addGameServer(gameServer: SimulatedGameServer): void;
  /** Changes the endpoints named and leaves the others as they are. */
  setBehaviour(changes: Partial<SteamBehaviour>): void;
  /** Drops open connections, hanging ones included. */
  close(): Promise<void>;
}

/** Rejects when the port is taken. */
export async function startSteamSimulator(options: SteamSimulatorOptions = {}): Promise<SteamSimulator> {
  const { host = '127.0.0.1', port = 0, apiKey = '0123456789ABCDEF0123456789ABCDEF' } = options;
  const state = new SteamState(apiKey, options.gameServers ?? defaultGameServers);
  let url = '';
  const serve = (exchange: Exchange) => {
    const { key: _, ...parameters } = Object.fromEntries(exchange.parameters);
    state.requests.push({ method: exchange.method, path: exchange.path, parameters });
    if (exchange.path === '/openid/login') openIdLogin(exchange, state);
    else webApi(exchange, state);
  };
  const server = createServer((request, response) => {
    // A client that goes away in the middle of its request gets no answer.
    openExchange(request, response, url).then(serve, () => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  const address = server.address();
  url = `http://${host}:${typeof address === 'object' && address ? address.port : port}`;
  return {
    url,
    openIdEndpoint: `${url}/openid/login`,
    apiUrl: url,
    apiKey,
    requests: state.requests,
    addPlayer: (player) => void state.players.set(player.steamId, player),
    addGameServer: (gameServer) => state.setGameServer(gameServer),
    setBehaviour: (changes) => state.setBehaviour(changes),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
