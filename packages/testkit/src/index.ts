export * from './demo-builder/build-demo.ts';
export {
  type ChallengeBehaviour,
  type FakeAnswer,
  type FakeGameServerBehaviour,
  honestBehaviour,
  type SplitBehaviour,
} from './game-servers/behaviour.ts';
export type { WireText } from './game-servers/byte-writer.ts';
export { compressBzip2 } from './game-servers/bzip2/compress-bzip2.ts';
export { encodeInfo } from './game-servers/encode-info.ts';
export { encodePlayers } from './game-servers/encode-players.ts';
export { encodeRules } from './game-servers/encode-rules.ts';
export {
  defaultGame,
  type FakeGame,
  type FakePlayer,
  type TheShipExtras,
} from './game-servers/fake-game.ts';
export type { FakeGameServer, SeenQuery } from './game-servers/fake-game-server.ts';
export type { QueryPart } from './game-servers/read-query.ts';
export { type FakeGameServerOptions, startFakeGameServer } from './game-servers/start-fake-game-server.ts';
export {
  type FakeGameServers,
  type FakeGameServersOptions,
  startFakeGameServers,
} from './game-servers/start-fake-game-servers.ts';
export type {
  ChatFacts,
  CheatFacts,
  KillFacts,
  MatchFacts,
  PlayerFacts,
  RoundFacts,
  VoteFacts,
} from './match/match-facts.ts';
export type { CheatKind, CheatRequest, MatchOptions } from './match/match-options.ts';
export { buildMatch, type MatchLength, streamMatch } from './match/stream-match.ts';
export type {
  Behaviour,
  BehaviourSequence,
  CannedAnswer,
  SingleBehaviour,
  SteamBehaviour,
} from './steam-simulator/behaviour.ts';
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
export {
  defaultPlayers,
  type SimulatedFriend,
  type SimulatedPlayer,
} from './steam-simulator/simulated-player.ts';
export {
  type SteamSimulator,
  type SteamSimulatorOptions,
  startSteamSimulator,
} from './steam-simulator/start-steam-simulator.ts';
export type { SeenRequest } from './steam-simulator/steam-state.ts';
