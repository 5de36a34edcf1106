import Type from 'typebox';
import type { App, AppParts } from '../app-parts.ts';
import { listApiKeys } from './api-keys.ts';
import { requireAccount } from './authenticate.ts';
import { deleteAccount, type EndSessions } from './delete-account.ts';

const SteamIdText = Type.String({ pattern: '^[0-9]{17}$', description: 'SteamID64, as a string' });
const Role = Type.Union([Type.Literal('player'), Type.Literal('analyst'), Type.Literal('admin')]);
const Time = Type.String({ format: 'date-time' });
const Account = Type.Object({
  steam_id: SteamIdText,
  roles: Type.Array(Role),
  keys: Type.Array(
    Type.Object({
      id: Type.String(),
      prefix: Type.String({ description: "The key's first characters" }),
      created_at: Time,
      last_used_at: Type.Union([Time, Type.Null()], { description: 'To the minute' }),
    }),
  ),
});

const tags = ['account'];

/** `/api/account`: whether a key works, whose it is, and the end of the account. */
export function accountApiRoutes(
  app: App,
  { parts, endSessions }: { parts: AppParts; endSessions: EndSessions },
): void {
  const onRequest = requireAccount(parts);

  const readSchema = {
    summary: 'Check an API key: whose it is, and what it may do',
    tags,
    response: { 200: Account },
  };
  app.get('/api/account', { schema: readSchema, onRequest }, async (request, reply) => {
    const { steamId, roles } = request.principal;
    const keys = await listApiKeys(parts.db, steamId);
    reply.header('cache-control', 'no-store');
    return {
      steam_id: String(steamId),
      roles: [...roles],
      keys: keys.map((key) => ({
        id: String(key.id),
        prefix: key.prefix,
        created_at: key.createdAt.toISOString(),
        last_used_at: key.lastUsedAt?.toISOString() ?? null,
      })),
    };
  });

  const deleteSchema = {
    summary: 'Delete the account and everything of it, for good',
    description: 'The Steam ID of the account itself confirms that this is meant.',
    tags,
    body: Type.Object({ steam_id: Type.String({ maxLength: 100 }) }),
    response: { 204: Type.Null() },
  };
  app.delete('/api/account', { schema: deleteSchema, onRequest }, async (request, reply) => {
    const { steamId } = request.principal;
    await deleteAccount(parts, { steamId, confirmation: request.body.steam_id, endSessions });
    return reply.code(204).send(null);
  });
}
