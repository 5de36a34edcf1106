export type { Fetch } from './http/request-text.ts';
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
export type { PlayerSummariesResult, PlayerSummary } from './web-api/player-summaries.ts';
export {
  type ProfileConfigured,
  type ProfileConfiguredOptions,
  profileConfigured,
} from './web-api/profile-configured.ts';
export { SteamWebApi, type SteamWebApiOptions, type WebApiCallOptions } from './web-api/steam-web-api.ts';
export type { WebApiFailure } from './web-api/web-api-failure.ts';
