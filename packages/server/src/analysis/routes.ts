import Type from 'typebox';
import { requireAccount } from '../accounts/authenticate.ts';
import type { App, AppParts } from '../app-parts.ts';
import { parseSessionId } from '../sessions/session-id.ts';
import { describeDemo } from './demo-details.ts';

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const Time = Type.String({ format: 'date-time' });

const Analysis = Type.Object({
  state: Type.Union(
    ['queued', 'running', 'done', 'failed', 'set_aside'].map((state) => Type.Literal(state)),
    {
      description:
        'failed: nobody could read it. set_aside: reading it failed too often; a newer version tries again.',
    },
  ),
  attempts: Type.Integer({ description: 'How often it was begun since it was queued.' }),
  progress: nullable(Type.Number({ description: 'From 0 to 1.' })),
  queued_at: Time,
  started_at: nullable(Time),
  finished_at: nullable(Time),
  error: nullable(
    Type.Object(
      { code: Type.String(), reason: Type.String() },
      { description: 'Why it failed; of one that is done, why reading ended before the demo did.' },
    ),
  ),
  reader_version: nullable(Type.String()),
});

const Detection = Type.Object({
  author: Type.String({ description: 'demobase, or who made an analysis elsewhere.' }),
  algorithm: Type.String(),
  steam_id: Type.String(),
  tick: Type.Integer(),
  data: Type.Unknown(),
});

const DemoDetails = Type.Object({
  session_id: Type.String(),
  state: Type.String({ description: 'The state of the session; its demo is stored when it is closed.' }),
  demo_name: Type.String(),
  map: Type.String({ description: 'As the client named it; the summary has the one of the demo.' }),
  game_server: Type.String({ description: 'The same, of the game server.' }),
  start_time: Time,
  end_time: nullable(Time),
  size_bytes: nullable(Type.Integer()),
  sha256: nullable(Type.String()),
  is_complete: nullable(Type.Boolean({ description: 'Whether it ends with the end mark of the game.' })),
  analysis: nullable(Analysis),
  summary: nullable(
    Type.Object(
      {},
      { additionalProperties: true, description: 'Property by property in docs/reference/demo-summary.md.' },
    ),
  ),
  detections: Type.Optional(Type.Array(Detection, { description: 'Told to analysts only.' })),
});

/** HTTP in, HTTP out: what is in a demo. */
export function analysisRoutes(parts: AppParts): (app: App) => Promise<void> {
  return async (app) => {
    app.get(
      '/api/demos/:session_id',
      {
        onRequest: requireAccount(parts),
        schema: {
          tags: ['demos'],
          summary: 'What is known of a demo',
          description: 'For its owner and for analysts: how far its analysis is, and its summary.',
          params: Type.Object({ session_id: Type.String({ description: 'As /session_id gave it.' }) }),
          response: { 200: { content: { 'application/json': { schema: DemoDetails } } } },
        },
      },
      async (request, reply) => {
        const details = await describeDemo(
          parts,
          request.principal,
          parseSessionId(request.params.session_id),
        );
        // Text already: it can be megabytes, and is written by PostgreSQL.
        return reply
          .header('cache-control', 'no-store')
          .type('application/json')
          .send(details as never);
      },
    );
  };
}
