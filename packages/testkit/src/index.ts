export * from './demo-builder/build-demo.ts';
export type { Behaviour, CannedAnswer, SteamBehaviour } from './steam-simulator/behaviour.ts';
export {
  type SignInOverHttpOptions,
  type SignInOverHttpResult,
  signInOverHttp,
} from './steam-simulator/sign-in-over-http.ts';
export {
  defaultGameServers,
  type GameServerListing,
  type SimulatedGameServer,
} from './steam-simulator/simulated-game-server.ts';
export { defaultPlayers, type SimulatedPlayer } from './steam-simulator/simulated-player.ts';
export {
  type SteamSimulator,
  type SteamSimulatorOptions,
  startSteamSimulator,
} from './steam-simulator/start-steam-simulator.ts';
export type { SeenRequest } from './steam-simulator/steam-state.ts';
