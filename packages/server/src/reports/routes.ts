import { SteamId, SteamIdError } from '@demobase/steam';
import Type from 'typebox';
import { requireAccount } from '../accounts/authenticate.ts';
import type { App, AppParts } from '../app-parts.ts';
import type { ReportReason } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { parseSessionId } from '../sessions/session-id.ts';
import { parseWithLargeIntegersAsText } from './large-integers-as-text.ts';
import { reportPlayer } from './report-player.ts';

const Reason = Type.Union([Type.Literal('bot'), Type.Literal('cheater')]);
const Text = Type.String({ maxLength: 200 });
const NumberOrText = Type.Union([Type.Integer(), Text]);
const ApiKey = Type.Optional(
  Type.String({ description: 'The API key, unless it is sent as a bearer token.' }),
);

/** HTTP in, HTTP out: `POST /report`, as clients in the field send it, by query or by body. */
export function reportRoutes(parts: AppParts): (app: App) => Promise<void> {
  return async (app) => {
    // Only for the routes here: it makes texts of long integers, and Steam IDs sent as numbers are that.
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
      try {
        done(null, parseWithLargeIntegersAsText(String(body)));
      } catch {
        done(errors.invalidRequest({ problem: 'The body is not JSON.' }));
      }
    });

    app.post(
      '/report',
      {
        onRequest: requireAccount(parts),
        // Early clients send everything in the query, and no body.
        preValidation: async (request) => {
          request.body ??= {};
        },
        schema: {
          tags: ['reports'],
          summary: 'Report a player of a session',
          description:
            'From an own session, analysts from any. The same report again changes nothing. ' +
            'The Steam ID may be spelled in any way. Everything can be given in the query instead.',
          querystring: Type.Object({
            api_key: ApiKey,
            // Texts alone: what may be a number would be made one, and Steam IDs would be rounded.
            session_id: Type.Optional(Text),
            target_steam_id: Type.Optional(Text),
            reason: Type.Optional(Reason),
          }),
          body: Type.Object({
            session_id: Type.Optional(NumberOrText),
            target_steam_id: Type.Optional(NumberOrText),
            reason: Type.Optional(Reason),
          }),
          response: { 201: Type.Object({ report_added: Type.Boolean() }) },
        },
      },
      async (request, reply) => {
        await reportPlayer(parts, request.principal, readReport(request.query, request.body));
        return reply.code(201).send({ report_added: true });
      },
    );
  };
}

interface Fields {
  readonly session_id?: string | number;
  readonly target_steam_id?: string | number;
  readonly reason?: ReportReason;
}

/** @throws {DemobaseError} `invalid_request` */
function readReport(query: Fields, body: Fields) {
  const { session_id: sessionId, target_steam_id: target, reason } = { ...query, ...body };
  if (sessionId === undefined) throw errors.invalidRequest({ problem: 'session_id is missing.' });
  if (target === undefined) throw errors.invalidRequest({ problem: 'target_steam_id is missing.' });
  return {
    sessionId: parseSessionId(String(sessionId)),
    targetSteamId: parseTarget(String(target)),
    reason: reason ?? null,
  };
}

function parseTarget(text: string): bigint {
  try {
    return SteamId.parse(text).steamId64;
  } catch (error) {
    if (error instanceof SteamIdError) {
      throw errors.invalidRequest({ problem: `target_steam_id: ${error.message}` }, { cause: error });
    }
    throw error;
  }
}
