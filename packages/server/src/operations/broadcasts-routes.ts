import Type, { type Static } from 'typebox';
import { requireRole } from '../accounts/authenticate.ts';
import type { App, AppParts } from '../app-parts.ts';
import {
  addBroadcast,
  type Broadcast,
  IMPORTANCE_PATTERN,
  listBroadcasts,
  MAX_MESSAGE_CHARACTERS,
  retireBroadcast,
} from './broadcasts.ts';

const fields = {
  message: Type.String(),
  importance: Type.String({ description: 'One word; info unless an administrator chose another.' }),
  post_date: Type.String({ format: 'date-time' }),
};
const PublicBroadcast = Type.Object(fields);
const NumberedBroadcast = Type.Object({ id: Type.String(), ...fields });
const tags = ['operations'];

/** HTTP in, HTTP out: what administrators tell everybody. Reading it takes no key. */
export function broadcastRoutes(parts: AppParts): (app: App) => Promise<void> {
  return async (app) => {
    app.get(
      '/broadcasts',
      {
        schema: {
          tags,
          summary: 'What the administrators tell everybody, newest first',
          security: [],
          response: { 200: Type.Array(PublicBroadcast) },
        },
      },
      async () => (await listBroadcasts(parts.db)).map(describePublicly),
    );

    const onRequest = requireRole(parts, 'admin');
    app.get(
      '/api/broadcasts',
      {
        onRequest,
        schema: {
          tags,
          summary: 'The same, with the ids to retire them by',
          response: { 200: Type.Array(NumberedBroadcast) },
        },
      },
      async () => (await listBroadcasts(parts.db)).map(describe),
    );

    app.post(
      '/api/broadcasts',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Tell everybody something',
          body: Type.Object({
            message: Type.String({ minLength: 1, maxLength: MAX_MESSAGE_CHARACTERS }),
            importance: Type.Optional(Type.String({ pattern: IMPORTANCE_PATTERN })),
          }),
          response: { 201: NumberedBroadcast },
        },
      },
      async (request, reply) => {
        const broadcast = await addBroadcast(parts.db, { ...request.body, now: parts.now() });
        return reply.code(201).send(describe(broadcast));
      },
    );

    app.delete(
      '/api/broadcasts/:id',
      {
        onRequest,
        schema: {
          tags,
          summary: 'Retire a broadcast',
          params: Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,17}$' }) }),
          response: { 204: Type.Null() },
        },
      },
      async (request, reply) => {
        await retireBroadcast(parts.db, { id: BigInt(request.params.id), now: parts.now() });
        return reply.code(204).send(null);
      },
    );
  };
}

function describePublicly({ message, importance, postDate }: Broadcast): Static<typeof PublicBroadcast> {
  return { message, importance, post_date: postDate.toISOString() };
}

function describe(broadcast: Broadcast): Static<typeof NumberedBroadcast> {
  return { id: String(broadcast.id), ...describePublicly(broadcast) };
}
