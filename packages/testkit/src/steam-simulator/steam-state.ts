import { AssertionRegister } from './assertion-register.ts';
import { normalBehaviour, type SteamBehaviour } from './behaviour.ts';
import { BehaviourSequences } from './behaviour-sequences.ts';
import type { SimulatedGameServer } from './simulated-game-server.ts';
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
  readonly gameServers: SimulatedGameServer[];
  readonly assertions = new AssertionRegister();
  readonly requests: SeenRequest[] = [];
  readonly sequences = new BehaviourSequences();
  behaviour: SteamBehaviour = normalBehaviour;

  constructor(apiKey: string, gameServers: readonly SimulatedGameServer[]) {
    this.apiKey = apiKey;
    this.gameServers = [...gameServers];
    for (const player of defaultPlayers) this.players.set(player.steamId, player);
  }

  /** Adds it, or replaces the one at that address. */
  setGameServer(gameServer: SimulatedGameServer): void {
    const { addr } = gameServer.listing;
    const index = this.gameServers.findIndex(({ listing }) => listing.addr === addr);
    this.gameServers.splice(index === -1 ? this.gameServers.length : index, 1, gameServer);
  }

  setBehaviour(changes: Partial<SteamBehaviour>): void {
    this.behaviour = { ...this.behaviour, ...changes };
    this.sequences.restart(changes);
  }
}
