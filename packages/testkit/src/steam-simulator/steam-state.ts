import { AssertionRegister } from './assertion-register.ts';
import { normalBehaviour, type SteamBehaviour } from './behaviour.ts';
import { defaultGameServers, type SimulatedGameServer } from './simulated-game-server.ts';
import { defaultPlayers, type SimulatedPlayer } from './simulated-player.ts';

/** One request the simulator has seen; the Web API key is left out of `parameters`. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Everything the simulated Steam knows and remembers. */
export class SteamState {
  readonly apiKey: string;
  readonly players = new Map<string, SimulatedPlayer>();
  readonly gameServers: SimulatedGameServer[] = [...defaultGameServers];
  readonly assertions = new AssertionRegister();
  readonly requests: SeenRequest[] = [];
  behaviour: SteamBehaviour = normalBehaviour;

  constructor(apiKey: string) {
    this.apiKey = apiKey;
    for (const player of defaultPlayers) this.players.set(player.steamId, player);
  }
}
