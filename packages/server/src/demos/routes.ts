import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type, { type Static } from 'typebox';
import { requireAccount, requireRole } from '../accounts/authenticate.ts';
import type { App, AppParts } from '../app-parts.ts';
import type { SessionRow } from '../database/schema.ts';
import { parseSessionId } from '../sessions/session-id.ts';
import type { AnonymousIds } from './anonymous-ids.ts';
import { findDemo, readDemo, requestedRange } from './open-demo.ts';
import { findEndedSessions } from './store.ts';

const MAX_PAGE_SIZE = 50;
const ApiKey = Type.Optional(
  Type.String({ description: 'The API key, unless it is sent as a bearer token.' }),
);
const Page = Type.Object({
  api_key: ApiKey,
  page_size: Type.Optional(Type.Integer({ description: '1 to 50; anything else means 50.' })),
  page_number: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000_000, description: 'From 1.' })),
});
const DemoItem = Type.Object({
  demo_name: Type.String(),
  session_id: Type.String(),
  map: Type.String(),
  start_time: Type.String({ format: 'date-time' }),
  end_time: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
  demo_size: Type.Union([Type.Integer(), Type.Null()]),
  anonymous_id: Type.String({ description: 'Names the uploader, differently to every viewer.' }),
});
const tags = ['demos'];

/** HTTP in, HTTP out: lists of demos, and demos themselves. */
export function demoRoutes(parts: AppParts, anonymousIds: AnonymousIds): (app: App) => Promise<void> {
  return async (app) => {
    const list = async (page: Static<typeof Page>, viewer: bigint, steamId?: bigint) => {
      const size = page.page_size ?? MAX_PAGE_SIZE;
      const limit = size >= 1 && size <= MAX_PAGE_SIZE ? size : MAX_PAGE_SIZE;
      const offset = limit * ((page.page_number ?? 1) - 1);
      const of = steamId === undefined ? {} : { steamId };
      const sessions = await findEndedSessions(parts.db, { ...of, limit, offset });
      return sessions.map((session) => demoItem(session, anonymousIds(viewer, session.steam_id)));
    };

    app.get(
      '/list_demos',
      {
        onRequest: requireAccount(parts),
        schema: {
          tags,
          summary: 'Own demos, oldest first',
          querystring: Page,
          response: { 200: Type.Array(DemoItem) },
        },
      },
      ({ query, principal }) => list(query, principal.steamId, principal.steamId),
    );

    app.get(
      '/analyst_list_demos',
      {
        onRequest: requireRole(parts, 'analyst'),
        schema: {
          tags,
          summary: 'Demos of everybody, oldest first',
          querystring: Page,
          response: { 200: Type.Array(DemoItem) },
        },
      },
      ({ query, principal }) => list(query, principal.steamId),
    );

    app.get(
      '/demodata',
      {
        onRequest: requireAccount(parts),
        schema: {
          tags,
          summary: 'The bytes of a demo',
          description: 'For its owner and for analysts. Ranges and conditional requests are honoured.',
          produces: ['application/octet-stream'],
          querystring: Type.Object({ api_key: ApiKey, session_id: Type.String() }),
        },
      },
      (request, reply) => sendDemo(parts, request, reply, parseSessionId(request.query.session_id)),
    );
  };
}

function demoItem(session: SessionRow, anonymousId: string): Static<typeof DemoItem> {
  return {
    demo_name: session.demo_name,
    session_id: String(session.id),
    map: session.map,
    start_time: session.opened_at.toISOString(),
    end_time: session.ended_at?.toISOString() ?? null,
    demo_size: session.size_bytes === null ? null : Number(session.size_bytes),
    anonymous_id: anonymousId,
  };
}

async function sendDemo(
  parts: AppParts,
  request: FastifyRequest,
  reply: FastifyReply,
  sessionId: bigint,
): Promise<FastifyReply> {
  const demo = await findDemo(parts, request.principal, sessionId);
  reply
    .header('ETag', demo.etag)
    .header('Repr-Digest', `sha-256=:${demo.sha256.toString('base64')}:`)
    .header('Accept-Ranges', 'bytes')
    .header('Cache-Control', 'private, no-cache');
  const known = request.headers['if-none-match']?.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known?.includes(demo.etag) || known?.includes('*')) return reply.code(304).send();

  const { range: asked, 'if-range': condition } = request.headers;
  // Stays only on a refusal: RFC 9110 section 15.5.17 wants the size told.
  reply.header('Content-Range', `bytes */${demo.sizeBytes}`);
  const range = requestedRange(demo, { range: asked, ifRange: condition?.toString() });
  reply.removeHeader('Content-Range');
  if (range) {
    reply.code(206).header('Content-Range', `bytes ${range.start}-${range.endInclusive}/${demo.sizeBytes}`);
  }
  reply
    .type('application/octet-stream')
    .header('Content-Disposition', `attachment; filename="${demo.sessionId}.dem"`)
    .header('Content-Length', range ? range.endInclusive - range.start + 1 : demo.sizeBytes);
  // An empty stream: any other body would have its own length put in place of the demo's.
  if (request.method === 'HEAD') return reply.send(Readable.from([]));
  return reply.send(await readDemo(parts, demo, range));
}
