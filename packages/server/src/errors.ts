/**
 * The catalogue of every error a client can meet: a stable code, the HTTP status, the WebSocket close code
 * (where a stream can end with it) and a text that says what happened and what to do. Codes are never
 * renamed or reused. `docs/reference/errors.md` is generated from here.
 */
interface CatalogueEntry {
  readonly httpStatus: number;
  readonly closeCode?: number;
  readonly text: string;
}

export const catalogue = {
  invalidRequest: { httpStatus: 400, text: '{problem}' },
  apiKeyMissing: {
    httpStatus: 400,
    text: 'The API key is missing. Send it as "Authorization: Bearer MB-…", or as the query parameter api_key.',
  },
  apiKeyUnknown: {
    httpStatus: 401,
    text: 'This API key is not known here, or was revoked. Sign in at {signInUrl} to get one.',
  },
  apiKeyGivenTwice: {
    httpStatus: 400,
    text: 'The API key is given more than once. Send it once: as "Authorization: Bearer MB-…", or as the query parameter api_key.',
  },
  apiKeyNotFound: {
    httpStatus: 404,
    text: 'This account has no such API key; it may have been replaced or revoked already.',
  },
  apiKeyLimit: {
    httpStatus: 409,
    text: 'An account can have {maxKeys} API keys at once. Revoke one that is not used any more, then create the new one.',
  },
  accountUnknown: {
    httpStatus: 404,
    text: 'There is no account {steamId}. It is made when its owner signs in.',
  },
  accountNotConfirmed: {
    httpStatus: 422,
    text: 'Nothing was deleted: the Steam ID typed as confirmation is not the one of this account, {steamId}.',
  },
  accountLimited: {
    httpStatus: 403,
    text: 'Steam says that the profile of this account was never set up: to Steam it is a limited profile, and such accounts are not taken here. Nothing is wrong with the sign-in itself: set the profile up on Steam, then sign in again.',
  },
  signInRequired: { httpStatus: 401, text: 'You are not signed in, or the sign-in is over. Sign in again.' },
  signInRefused: {
    httpStatus: 400,
    text: 'This sign-in could not be accepted: it may have taken too long, been used before, or been started in another browser. Start again from here.',
  },
  signInUnconfirmed: {
    httpStatus: 503,
    text: 'Steam cannot confirm sign-ins right now. Nothing is wrong with the account; try again in a minute.',
  },
  formStale: {
    httpStatus: 403,
    text: 'Nothing was changed: this form was sent before, or is out of date. Go back to the account page and use the form there.',
  },
  roleRequired: { httpStatus: 403, text: 'This needs the role {role}. Ask an administrator to grant it.' },
  notYourDemo: {
    httpStatus: 403,
    text: 'Session {sessionId} belongs to another account. Its demo is for its owner and for analysts.',
  },
  sessionUnknown: {
    httpStatus: 404,
    text: 'There is no session {sessionId}. Check the id, or open a session at /session_id.',
  },
  sessionOfAnotherAccount: {
    httpStatus: 403,
    text: 'Session {sessionId} belongs to another account. Open your own at /session_id.',
  },
  sessionAlreadyStreaming: {
    httpStatus: 403,
    text: 'Session {sessionId} of this account is being streamed right now. Close it at /close_session, then try again.',
  },
  sessionOnAnotherInstance: {
    httpStatus: 403,
    text: 'Session {sessionId} is held by another instance of this service. Connect to that one again, or close the session at /close_session.',
  },
  sessionEnded: {
    httpStatus: 403,
    text: 'Session {sessionId} is {state} and takes no more bytes. Open a new one at /session_id.',
  },
  noOpenSession: {
    httpStatus: 403,
    text: 'This account has no open session. Open one at /session_id.',
  },
  lateBytesWithoutSession: {
    httpStatus: 403,
    text: 'There is no session these late bytes could belong to. They are accepted while a session lives and for {windowMinutes} minutes after it closed.',
  },
  lateBytesRefused: {
    httpStatus: 422,
    text: 'Session {sessionId} already has other late bytes. The first ones stay; there is nothing to do.',
  },
  lateBytesTooLate: {
    httpStatus: 422,
    closeCode: 4423,
    text: 'Session {sessionId} is {state}; its late bytes can no longer be changed.',
  },
  sessionPrivate: {
    httpStatus: 403,
    text: 'Session {sessionId} belongs to another account. What is known of it is for its owner and for analysts.',
  },
  // 401, because the client in the field knows it for "key or game server".
  gameServerUnknown: {
    httpStatus: 401,
    text: 'No session was opened, because {address} is not a game server we can find: {reason} Join the game server by its address, with its port unless that is 27015, and try again; if it is right, tell the operator, who can let every game server in.',
  },
  // A fault, not a refusal: clients take nothing but 2xx as success and show this text, and later may do.
  gameServerUnchecked: {
    httpStatus: 503,
    text: 'No session was opened, because we cannot tell now whether {address} is a game server: {reason} Nothing is wrong with it or with your key; try again in a minute.',
  },
  gameServerNotChecked: {
    httpStatus: 404,
    text: 'Nothing is known of the game server of session {sessionId}: either the check of a moment ago is not done yet, or there was none. Ask again in a few seconds.',
  },
  demoNotReady: {
    httpStatus: 403,
    text: 'Session {sessionId} is {state}; its demo can be downloaded once it is closed.',
  },
  demoRejected: { httpStatus: 404, text: 'Session {sessionId} left no demo: {reason}' },
  demoEmpty: { httpStatus: 404, text: 'Session {sessionId} was closed before a byte of a demo arrived.' },
  demoPruned: { httpStatus: 410, text: 'The demo of session {sessionId} was pruned to free space.' },
  demoMissing: {
    httpStatus: 404,
    text: 'The demo of session {sessionId} is missing from the storage. The operator can find out more in the log.',
  },
  // 402, because the clients in the field know it for that.
  reportedSessionUnknown: {
    httpStatus: 402,
    text: 'There is no session {sessionId}, so nothing can be reported from it. Open a session at /session_id first.',
  },
  tooManyReports: {
    httpStatus: 422,
    text: 'Session {sessionId} has {maxReports} reports already, the most one can have.',
  },
  analysisMissing: {
    httpStatus: 404,
    text: 'There is no analysis of session {sessionId} in the storage. Write it to jsonblobs/{sessionId}.json, then ask again.',
  },
  analysisTooLarge: {
    httpStatus: 413,
    text: 'The analysis of session {sessionId} is larger than {maxBytes} bytes, the most that is taken in.',
  },
  analysisInvalid: {
    httpStatus: 422,
    text: 'The analysis of session {sessionId} was not taken in: {reason}.',
  },
  analysisBusy: {
    httpStatus: 503,
    text: 'Other analyses are being taken in right now, and enough are waiting. Try again in a minute.',
  },
  jobUnknown: {
    httpStatus: 404,
    text: 'There is no job {jobId}. Get one by POST /api/jobs.',
  },
  jobOfAnotherAccount: {
    httpStatus: 403,
    text: 'Job {jobId} is held by another account, or was handed out again since.',
  },
  jobOver: {
    httpStatus: 409,
    text: 'Job {jobId} is {state}; nothing more can be said of it. Get another by POST /api/jobs.',
  },
  exportBusy: {
    httpStatus: 503,
    text: 'As many exports are running as this service allows at once. Try again when one of them is done.',
  },
  broadcastUnknown: {
    httpStatus: 404,
    text: 'There is no broadcast {broadcastId}, or it was retired before.',
  },
  rangeNotSatisfiable: {
    httpStatus: 416,
    text: 'The demo has {sizeBytes} bytes; the requested range lies outside.',
  },
  demoTooLarge: {
    httpStatus: 413,
    closeCode: 1009,
    text: 'The demo is larger than {maxBytes} bytes, the most this service takes. What arrived up to there is kept.',
  },
  frameTooLarge: {
    httpStatus: 413,
    closeCode: 1009,
    text: 'One WebSocket frame may carry at most {maxBytes} bytes here. Send the demo in smaller frames.',
  },
  bodyTooLarge: { httpStatus: 413, text: 'The request body is larger than {maxBytes} bytes.' },
  demoInvalid: { httpStatus: 422, closeCode: 4415, text: 'These bytes are not a demo we can take: {reason}' },
  protocolViolation: {
    httpStatus: 400,
    closeCode: 1002,
    text: 'The WebSocket protocol was broken: {problem}',
  },
  messageInvalid: {
    httpStatus: 400,
    text: 'This message is not part of the protocol demobase.v1: {problem}',
  },
  sizeMismatch: {
    httpStatus: 422,
    closeCode: 4409,
    text: 'The upload was said to have {expectedBytes} bytes, but {receivedBytes} arrived. Connect again and send the rest.',
  },
  checksumMismatch: {
    httpStatus: 422,
    closeCode: 4410,
    text: 'The SHA-256 of what arrived differs from the one announced. Upload the demo again in a new session.',
  },
  streamTakenOver: {
    httpStatus: 403,
    closeCode: 4411,
    text: 'Another connection of this account took over session {sessionId}.',
  },
  streamIdle: {
    httpStatus: 408,
    text: 'Nothing arrived for {idleSeconds} seconds. Connect again with the same session id to go on.',
  },
  upgradeRequired: {
    httpStatus: 426,
    text: 'This address takes a WebSocket. Connect to it with ws:// or wss://.',
  },
  webSocketVersion: {
    httpStatus: 426,
    text: 'Only version 13 of the WebSocket protocol (RFC 6455) is spoken here.',
  },
  storageFull: {
    httpStatus: 503,
    closeCode: 1013,
    text: 'The disk of this service is nearly full, so it takes no new demos now. Try again later.',
  },
  storageUnavailable: {
    httpStatus: 503,
    text: 'The storage of this service does not answer right now. Nothing was lost; try again in a minute.',
  },
  databaseUnavailable: {
    httpStatus: 503,
    closeCode: 1013,
    text: 'The database of this service does not answer right now. Nothing was lost; try again in a minute.',
  },
  shuttingDown: {
    httpStatus: 503,
    closeCode: 1012,
    text: 'This instance is going down. Connect again in a moment; an open session goes on where it was.',
  },
  tooManyRequests: {
    httpStatus: 429,
    text: 'Too many requests from this address. Try again in {retryAfterSeconds} seconds.',
  },
  routeUnknown: {
    httpStatus: 404,
    text: 'There is nothing at {path}. The routes are documented at /schema.',
  },
  internal: {
    httpStatus: 500,
    closeCode: 1011,
    text: 'Something went wrong here. It was logged as {requestId}; tell the operator that id.',
  },
} as const satisfies Record<string, CatalogueEntry>;

type Catalogue = typeof catalogue;
export type ErrorName = keyof Catalogue;

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;
type Values<Name extends ErrorName> = {
  readonly [Key in Placeholders<Catalogue[Name]['text']>]: string | number | bigint;
};

/** An error of the catalogue. `code` is stable; `message` is for people. */
export class DemobaseError extends Error {
  readonly code: string;
  readonly httpStatus: number;
  /** The WebSocket close code (RFC 6455 section 7.4): 4000 and the status of a refusal unless the entry says otherwise. */
  readonly closeCode: number;

  constructor(name: ErrorName, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    const entry: CatalogueEntry = catalogue[name];
    this.name = 'DemobaseError';
    this.code = errorCode(name);
    this.httpStatus = entry.httpStatus;
    this.closeCode = entry.closeCode ?? (entry.httpStatus < 500 ? 4000 + entry.httpStatus : 1011);
  }
}

type Factory<Name extends ErrorName> = keyof Values<Name> extends never
  ? (values?: Record<never, never>, options?: { cause?: unknown }) => DemobaseError
  : (values: Values<Name>, options?: { cause?: unknown }) => DemobaseError;

type Factories = { readonly [Name in ErrorName]: Factory<Name> };

function buildFactories(): Factories {
  const factories = Object.entries(catalogue).map(([name, entry]) => [
    name,
    (values: Record<string, string | number | bigint> = {}, options: { cause?: unknown } = {}) =>
      new DemobaseError(
        name as ErrorName,
        entry.text.replace(/\{(\w+)\}/g, (_, key: string) => String(values[key])),
        options.cause,
      ),
  ]);
  return Object.fromEntries(factories) as unknown as Factories;
}

/** One factory an error: `throw errors.sessionUnknown({ sessionId })`. */
export const errors = buildFactories();

/** The stable code of an entry: `sessionUnknown` reads `session_unknown` on the wire. */
export function errorCode(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
