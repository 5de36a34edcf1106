export type {
  A2sAnswer,
  A2sFailure,
  A2sPart,
  A2sPartName,
  A2sParts,
  A2sReply,
} from './a2s/a2s-answer.ts';
export { A2sClient, type A2sClientOptions, type A2sQueryOptions } from './a2s/a2s-client.ts';
export type { A2sInfo, A2sMod } from './a2s/info.ts';
export type { A2sPlayer, A2sPlayers } from './a2s/players.ts';
export type { A2sRule, A2sRules } from './a2s/rules.ts';
export type { AddressFault } from './address/resolve-address.ts';
export {
  DEFAULT_GAME_SERVER_PORT,
  formatServerAddress,
  parseServerAddress,
  type ServerAddress,
} from './address/server-address.ts';
export { GameServer, type GameServerQueryOptions } from './game-servers/game-server.ts';
export {
  type GameServerObservation,
  type GameServerPart,
  hasAnswered,
  type PartOutcome,
  type PlayerCounts,
} from './game-servers/game-server-observation.ts';
export {
  type GameServerListResult,
  GameServers,
  type GameServersOptions,
  type GameServerWatchOptions,
} from './game-servers/game-servers.ts';
export type { Fetch } from './http/request-text.ts';
export { encodeServerFilter } from './server-filter/encode-server-filter.ts';
export type {
  ServerFilter,
  ServerFilterCondition,
  ServerFilterOperator,
} from './server-filter/server-filter.ts';
export { ServerFilterError } from './server-filter/server-filter-error.ts';
export type { AssertionFault } from './sign-in/check-assertion.ts';
export {
  type ConfirmSignInOptions,
  confirmSignIn,
  type SignInConfirmation,
} from './sign-in/confirm-sign-in.ts';
export type { AssertedField, AssertedFields } from './sign-in/open-id-fields.ts';
export { type OpenIdProvider, openIdProviderAt, steamOpenIdProvider } from './sign-in/open-id-provider.ts';
export {
  type RefusalReason,
  readSignInAnswer,
  type SignInAnswer,
  type SignInAnswerContext,
  type SignInAssertion,
} from './sign-in/read-sign-in-answer.ts';
export { type SignInRequest, signInUrl } from './sign-in/sign-in-url.ts';
export { SteamId } from './steam-id.ts';
export { SteamIdError, type SteamIdErrorReason } from './steam-id-error.ts';
export type { CallBudgetOptions } from './web-api/call-budget.ts';
export type { RetryOptions } from './web-api/call-web-api.ts';
export type { CurrentPlayersResult } from './web-api/current-players.ts';
export { fakeIpToInteger, integerToFakeIp } from './web-api/fake-ip.ts';
export type { PingData, PlayersData, RelayedPlayer, RelayedRule, RulesData } from './web-api/fake-ip-data.ts';
export type { Friend, FriendListResult } from './web-api/friend-list.ts';
export type { PlayerBans, PlayerBansResult } from './web-api/player-bans.ts';
export type { PersonaState, PlayerSummariesResult, PlayerSummary } from './web-api/player-summaries.ts';
export {
  type ProfileConfigured,
  type ProfileConfiguredOptions,
  profileConfigured,
} from './web-api/profile-configured.ts';
export type { FakeIpParts, FakeIpRequest, FakeIpResult } from './web-api/query-by-fake-ip.ts';
export type { ResolveResult } from './web-api/resolve-vanity-url.ts';
export type { ListedGameServer, ServerListRequest, ServerListResult } from './web-api/server-list.ts';
export {
  type SteamApiKeyFileOptions,
  steamApiKeyFromEnvironment,
  steamApiKeyFromFile,
} from './web-api/steam-api-key.ts';
export { SteamApiKeyError } from './web-api/steam-api-key-error.ts';
export { SteamWebApi, type SteamWebApiOptions, type WebApiCallOptions } from './web-api/steam-web-api.ts';
export type { WebApiFailure } from './web-api/web-api-failure.ts';
