import type { FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import type { App } from '../app-parts.ts';
import { errors } from '../errors.ts';
import { knownFailure } from '../known-failure.ts';
import { parseSessionId } from '../sessions/session-id.ts';
import type { Ingestion } from './ingest.ts';

const MAX_SESSIONS = 1_000;

const SessionId = Type.Union([Type.Integer(), Type.String({ maxLength: 200 })]);
const IngestedItem = Type.Object({
  session_id: Type.String(),
  ingested: Type.Boolean(),
  code: Type.Optional(Type.String({ description: 'What was wrong, for programs.' })),
  error: Type.Optional(Type.String({ description: 'What was wrong, for people.' })),
});

/** HTTP in, HTTP out: `POST /ingest`, in the two shapes programs send. Who may ask is checked around it. */
export function ingestRoutes(ingestion: Ingestion): (app: App) => Promise<void> {
  return async (app) => {
    app.post(
      '/ingest',
      {
        preValidation: async (request) => {
          request.body ??= {};
        },
        schema: {
          tags: ['analysis'],
          summary: 'Take in analyses that lie in the storage',
          description:
            'Each at `jsonblobs/<session id>.json`. One session, in the query or the body: the answer is ' +
            '`{"ingested": true}` or an error. Several, as `session_ids` in the body: the answer says for each ' +
            'whether it was taken in, and what was wrong; one that is wrong takes nothing from the others.',
          querystring: Type.Object({
            api_key: Type.Optional(
              Type.String({ description: 'The API key, unless it is sent as a bearer token.' }),
            ),
            session_id: Type.Optional(Type.String()),
          }),
          body: Type.Object({
            session_id: Type.Optional(SessionId),
            session_ids: Type.Optional(Type.Array(SessionId, { maxItems: MAX_SESSIONS })),
          }),
          response: {
            201: Type.Union([Type.Object({ ingested: Type.Boolean() }), Type.Array(IngestedItem)]),
          },
        },
      },
      async (request, reply) => {
        const asked = readAsked(request.query.session_id, request.body);
        const ingest = (sessionId: string) => ingestOne(ingestion, request, sessionId);
        if ('sessionId' in asked) {
          await ingest(asked.sessionId);
          return reply.code(201).send({ ingested: true });
        }
        const items = new Map<string, Static<typeof IngestedItem>>();
        for (const sessionId of asked.sessionIds) {
          if (!isWanted(request)) break;
          if (!items.has(sessionId)) items.set(sessionId, await tryOne(request, sessionId, ingest));
        }
        const answers = asked.sessionIds.map(
          (sessionId) => items.get(sessionId) ?? { session_id: sessionId, ingested: false },
        );
        return reply.code(201).send(answers);
      },
    );
  };
}

type Asked = { readonly sessionId: string } | { readonly sessionIds: readonly string[] };

/** @throws {DemobaseError} `invalid_request` when it is not clear what is asked for */
function readAsked(
  queried: string | undefined,
  body: { readonly session_id?: string | number; readonly session_ids?: readonly (string | number)[] },
): Asked {
  const named = [queried, body.session_id].filter((id) => id !== undefined).map(String);
  const [sessionId] = named;
  if (named.some((id) => id !== sessionId)) {
    throw errors.invalidRequest({ problem: 'The query and the body name different sessions.' });
  }
  if (body.session_ids === undefined) {
    if (sessionId === undefined) {
      throw errors.invalidRequest({ problem: 'session_id or session_ids is missing.' });
    }
    return { sessionId };
  }
  if (sessionId !== undefined) {
    throw errors.invalidRequest({ problem: 'Give session_id or session_ids, not both.' });
  }
  return { sessionIds: body.session_ids.map(String) };
}

async function ingestOne(ingestion: Ingestion, request: FastifyRequest, sessionId: string): Promise<void> {
  await ingestion.ingestStored({
    sessionId: parseSessionId(sessionId),
    ingestedBy: request.principal.steamId,
    isWanted: () => isWanted(request),
  });
}

async function tryOne(
  request: FastifyRequest,
  sessionId: string,
  ingest: (sessionId: string) => Promise<void>,
): Promise<Static<typeof IngestedItem>> {
  try {
    await ingest(sessionId);
    return { session_id: sessionId, ingested: true };
  } catch (failure) {
    const error = knownFailure(failure) ?? errors.internal({ requestId: request.id });
    if (error.httpStatus >= 500) request.log.error({ err: failure, sessionId }, error.code);
    return { session_id: sessionId, ingested: false, code: error.code, error: error.message };
  }
}

function isWanted(request: FastifyRequest): boolean {
  return !request.raw.socket.destroyed;
}
