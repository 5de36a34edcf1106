import Type from 'typebox';
import { requireRole } from '../accounts/authenticate.ts';
import type { App } from '../app-parts.ts';
import { DemobaseError, errors } from '../errors.ts';
import { addLateBytes } from './add-late-bytes.ts';
import { closeSession } from './close-session.ts';
import { findSessionFor } from './find-session.ts';
import { LATE_BYTES_PATTERN } from './late-bytes-hex.ts';
import { openSession } from './open-session.ts';
import { parseSessionId } from './session-id.ts';
import type { SessionParts } from './session-parts.ts';
import { isLive } from './session-state.ts';

/** Clients wait this long for the demo to be stored before they are told that their session is closed. */
const CLOSE_ANSWER_MS = 700;

/** Any text PostgreSQL can keep: no NUL. */
const freeText = (description: string) =>
  Type.String({ maxLength: 512, pattern: '^[^\\u0000]*$', description });
const ApiKey = Type.Optional(
  Type.String({ description: 'The API key, unless it is sent as a bearer token.' }),
);
const SessionId = Type.String({ description: 'A session id as /session_id gave it.' });
const BodySessionId = Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.String()]));
const LateBytesBody = Type.Object({
  late_bytes: Type.String({
    pattern: LATE_BYTES_PATTERN,
    description: 'Bytes 0x420–0x42F of the finished recording, as 32 hex digits.',
  }),
  session_id: BodySessionId,
});
const Closed = Type.Object({ closed_successfully: Type.Boolean() });
const tags = ['sessions'];

/** HTTP in, HTTP out: the routes of a session's life. Clients in the field use them unchanged. */
export function sessionRoutes(parts: SessionParts): (app: App) => Promise<void> {
  return async (app) => {
    app.addHook('onRequest', requireRole(parts, 'player'));

    app.get(
      '/session_id',
      {
        exposeHeadRoute: false,
        schema: {
          tags,
          summary: 'Open a session for one demo',
          description:
            'A session nobody streams to is closed on the way; a live stream refuses a second one.',
          querystring: Type.Object({
            api_key: ApiKey,
            fake_ip: freeText('Address of the game server, in any form.'),
            map: freeText('Map, as the demo names it.'),
            demo_name: Type.Optional(freeText('File name of the demo.')),
          }),
          response: { 200: Type.Object({ session_id: Type.Integer() }) },
        },
      },
      async (request) => {
        const { fake_ip: fakeIp, map, demo_name: demoName = '' } = request.query;
        const { steamId } = request.principal;
        const session = await openSession(parts, { steamId, fakeIp, map, demoName });
        return { session_id: Number(session.id) };
      },
    );

    app.post(
      '/late_bytes',
      {
        schema: {
          tags,
          summary: 'Hand in the bytes the game writes when recording ends',
          querystring: Type.Object({ api_key: ApiKey }),
          body: LateBytesBody,
          response: { 201: Type.Object({ late_bytes: Type.Boolean() }) },
        },
      },
      async (request, reply) => {
        const { late_bytes: hex, session_id: sessionId } = request.body;
        await addLateBytes(parts, {
          steamId: request.principal.steamId,
          hex,
          ...(sessionId !== undefined && { sessionId: parseSessionId(String(sessionId)) }),
        });
        return reply.code(201).send({ late_bytes: true });
      },
    );

    app.get(
      '/close_session',
      {
        exposeHeadRoute: false,
        schema: {
          tags,
          summary: 'Close the open session',
          querystring: Type.Object({ api_key: ApiKey, session_id: Type.Optional(SessionId) }),
          response: { 200: Closed },
        },
      },
      async (request) => {
        await closeFor(parts, { steamId: request.principal.steamId, ...named(request.query.session_id) });
        return { closed_successfully: true };
      },
    );

    app.post(
      '/close_session',
      {
        schema: {
          tags,
          summary: 'Close the open session and hand in its late bytes',
          description: 'Late bytes that are refused do not keep the session from closing.',
          querystring: Type.Object({ api_key: ApiKey, session_id: Type.Optional(SessionId) }),
          body: Type.Object({ late_bytes: Type.String({ maxLength: 512 }), session_id: BodySessionId }),
          response: { 201: Type.Object({ closed_successfully: Type.Boolean(), late_bytes: Type.String() }) },
        },
      },
      async (request, reply) => {
        const { steamId } = request.principal;
        const { late_bytes: hex, session_id: sessionId = request.query.session_id } = request.body;
        const target = { steamId, ...named(sessionId) };
        const lateBytes = await tryLateBytes(parts, { ...target, hex });
        await closeFor(parts, target);
        return reply.code(201).send({ closed_successfully: true, late_bytes: lateBytes });
      },
    );

    app.get(
      '/demos',
      {
        schema: {
          tags,
          summary: 'Stream a demo over a WebSocket',
          description:
            'Upgrade this request to a WebSocket and send the demo as binary frames. With the subprotocol ' +
            '`demobase.v1` the stream can be resumed; see the upload protocol in the documentation.',
          querystring: Type.Object({ api_key: ApiKey, session_id: Type.Optional(SessionId) }),
        },
      },
      () => {
        throw errors.upgradeRequired();
      },
    );
  };
}

function named(sessionId: string | number | undefined): { sessionId?: bigint } {
  return sessionId === undefined ? {} : { sessionId: parseSessionId(String(sessionId)) };
}

/** Answers soon, whatever the storage does: from here on the demo is ours to bring home. */
async function closeFor(
  parts: SessionParts,
  target: { readonly steamId: bigint; readonly sessionId?: bigint },
): Promise<void> {
  const session = await findSessionFor(parts, target);
  const isClosable = session && (isLive(session.state) || session.state === 'closing');
  const isRepeated = session !== undefined && target.sessionId !== undefined;
  if (!isClosable && !isRepeated) throw errors.noOpenSession();
  const { stored } = await closeSession(parts, session.id);
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_ANSWER_MS);
  });
  // A failure to store is the caretaker's to repeat, not the client's: its session is closed.
  await Promise.race([stored.catch(() => {}), patience]);
  clearTimeout(timer);
}

async function tryLateBytes(
  parts: SessionParts,
  request: { readonly steamId: bigint; readonly sessionId?: bigint; readonly hex: string },
): Promise<string> {
  if (!new RegExp(LATE_BYTES_PATTERN).test(request.hex)) return 'refused: late bytes are 32 hex digits';
  try {
    await addLateBytes(parts, request);
    return 'taken';
  } catch (error) {
    if (error instanceof DemobaseError && error.httpStatus < 500) return `refused: ${error.message}`;
    throw error;
  }
}
