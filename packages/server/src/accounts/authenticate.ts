import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AppParts } from '../app-parts.ts';
import type { Role } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { findPrincipal, type Principal } from './api-keys.ts';
import { allowsRole } from './roles.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request. Reading it on a route without `requireAccount` or `requireRole` is a bug and throws. */
    principal: Principal;
  }
}

type AuthenticationParts = Pick<AppParts, 'db' | 'publicUrl'>;

/** What a key is read from. Fastify's `request.raw` and the request of a WebSocket upgrade both are one. */
export type IncomingRequest = Pick<IncomingMessage, 'headers' | 'url'>;

const bearerPattern = /^Bearer +(\S+) *$/i;
const keySubprotocol = 'demobase.key.';

/**
 * Finds out who makes a request. The key comes as `Authorization: Bearer`, as the query parameter `api_key`
 * (clients in the field), or, where a browser opens a WebSocket and can set no header, as an offered
 * subprotocol `demobase.key.<key>`.
 *
 * @throws `api_key_missing`, `api_key_given_twice` or `api_key_unknown`.
 */
export async function authenticate(
  parts: AuthenticationParts,
  incoming: IncomingRequest,
): Promise<Principal> {
  const [key, ...more] = [
    ...bearerKeys(incoming.headers.authorization),
    ...queryKeys(incoming.url),
    ...subprotocolKeys(incoming.headers['sec-websocket-protocol']),
  ];
  if (more.length > 0) throw errors.apiKeyGivenTwice();
  if (!key) throw errors.apiKeyMissing();
  const principal = await findPrincipal(parts.db, key);
  if (!principal) throw errors.apiKeyUnknown({ signInUrl: `${parts.publicUrl()}/provision` });
  return principal;
}

/** Readies `request.principal`; call it once on the outermost instance, before the routes. */
export function decorateWithPrincipal(app: FastifyInstance): void {
  const principals = new WeakMap<FastifyRequest, Principal>();
  app.decorateRequest('principal', {
    getter() {
      const principal = principals.get(this);
      if (!principal) throw new Error('This route reads request.principal but does not require an account.');
      return principal;
    },
    setter(principal: Principal) {
      principals.set(this, principal);
    },
  });
}

/** A hook, for `onRequest` or `preHandler`, that lets in whoever has an API key and sets `request.principal`. */
export function requireAccount(parts: AuthenticationParts): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    request.principal = await authenticate(parts, request.raw);
  };
}

/** As {@link requireAccount}, for accounts that were granted a role. @throws `role_required`. */
export function requireRole(
  parts: AuthenticationParts,
  role: Role,
): (request: FastifyRequest) => Promise<void> {
  return async (request) => {
    const principal = await authenticate(parts, request.raw);
    if (!allowsRole(principal.roles, role)) throw errors.roleRequired({ role });
    request.principal = principal;
  };
}

/** Other schemes are left alone: a proxy in front may use them for itself. */
function bearerKeys(authorization: string | undefined): string[] {
  const [, key] = bearerPattern.exec(authorization ?? '') ?? [];
  return key === undefined ? [] : [key];
}

function queryKeys(url: string | undefined): string[] {
  const [, query = ''] = /\?(.*)/s.exec(url ?? '') ?? [];
  return new URLSearchParams(query).getAll('api_key');
}

function subprotocolKeys(offered: string | undefined): string[] {
  return (offered ?? '')
    .split(',')
    .map((protocol) => protocol.trim())
    .filter((protocol) => protocol.startsWith(keySubprotocol))
    .map((protocol) => protocol.slice(keySubprotocol.length));
}
