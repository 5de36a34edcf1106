import Type, { type Static } from 'typebox';
import type { Principal } from '../accounts/api-keys.ts';
import { requireAccount } from '../accounts/authenticate.ts';
import { allowsRole } from '../accounts/roles.ts';
import type { App, AppParts } from '../app-parts.ts';
import { errors } from '../errors.ts';
import { parseSessionId } from '../sessions/session-id.ts';
import { Observation } from './observation-schema.ts';
import { findCheckedSession, type GameServerCheckRow } from './store.ts';

const GameServerCheck = Type.Object({
  session_id: Type.String(),
  address: Type.String({
    description: 'In its canonical form; as the client gave it where it is no address.',
  }),
  verdict: Type.Union([Type.Literal('verified'), Type.Literal('unknown'), Type.Literal('unchecked')], {
    description:
      'verified: a game server is there. unknown: nobody there is one. unchecked: nobody could tell, so it says nothing.',
  }),
  reason: Type.String({ description: 'Why, for people.' }),
  checked_at: Type.String({ format: 'date-time' }),
  observation: Type.Union([Observation, Type.Null()], {
    description:
      'What the game server or Steam told, in their own words, and how it went; null when nothing was asked.',
  }),
});

/** HTTP in, HTTP out: what is known of the game server of a session. */
export function gameServerRoutes(parts: AppParts): (app: App) => Promise<void> {
  return async (app) => {
    app.get(
      '/api/sessions/:session_id/game-server',
      {
        onRequest: requireAccount(parts),
        schema: {
          tags: ['sessions'],
          summary: 'What is known of the game server of a session',
          description: 'For the owner of the session and for analysts.',
          params: Type.Object({ session_id: Type.String({ description: 'As /session_id gave it.' }) }),
          response: { 200: GameServerCheck },
        },
      },
      async (request, reply) => {
        const sessionId = parseSessionId(request.params.session_id);
        const check = await findCheckFor(parts, request.principal, sessionId);
        reply.header('cache-control', 'no-store');
        return describeCheck(check);
      },
    );
  };
}

/** @throws {DemobaseError} `session_unknown`, `session_private` or `game_server_not_checked` */
async function findCheckFor(
  parts: Pick<AppParts, 'db'>,
  principal: Principal,
  sessionId: bigint,
): Promise<GameServerCheckRow> {
  const session = await findCheckedSession(parts.db, sessionId);
  if (!session) throw errors.sessionUnknown({ sessionId });
  if (session.steamId !== principal.steamId && !allowsRole(principal.roles, 'analyst')) {
    throw errors.sessionPrivate({ sessionId });
  }
  if (!session.check) throw errors.gameServerNotChecked({ sessionId });
  return session.check;
}

function describeCheck(check: GameServerCheckRow): Static<typeof GameServerCheck> {
  return {
    session_id: String(check.session_id),
    address: check.address,
    verdict: check.verdict,
    reason: check.reason,
    checked_at: check.checked_at.toISOString(),
    observation: check.observation,
  };
}
