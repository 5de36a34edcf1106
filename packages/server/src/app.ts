import { type IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import rateLimit from '@fastify/rate-limit';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import Fastify, { LogController } from 'fastify';
import { decorateWithPrincipal } from './accounts/authenticate.ts';
import { accountRoutes } from './accounts/routes.ts';
import { jobsRoutes } from './analysis/jobs-routes.ts';
import { analysisRoutes } from './analysis/routes.ts';
import type { App, AppParts } from './app-parts.ts';
import { openAnonymousIds } from './demos/anonymous-ids.ts';
import { demoRoutes } from './demos/routes.ts';
import { errors } from './errors.ts';
import { gameServerRoutes } from './game-servers/routes.ts';
import { documentApi } from './operations/api-documentation.ts';
import { broadcastRoutes } from './operations/broadcasts-routes.ts';
import { exportRoutes } from './operations/export-routes.ts';
import { operationRoutes } from './operations/routes.ts';
import { renderErrors } from './render-errors.ts';
import { reportRoutes } from './reports/routes.ts';
import { sessionRoutes } from './sessions/routes.ts';
import type { Sessions } from './sessions/sessions.ts';
import { version } from './version.ts';

/** Bodies are a few fields; demos come over the WebSocket. */
const BODY_LIMIT_BYTES = 64 * 1024;
/** How long a client may take to send a request; answers may take as long as they need. */
const REQUEST_TIMEOUT_MS = 30_000;

/** Puts the capabilities together. It neither listens nor reads the environment. */
export async function buildApp(parts: AppParts, sessions: Sessions): Promise<App> {
  const { config } = parts;
  const app: App = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  renderErrors(app);
  logRequests(app);
  decorateWithPrincipal(app);

  await app.register(cookie);
  await app.register(formbody, { bodyLimit: BODY_LIMIT_BYTES });
  if (config.limits.requestsPerMinute > 0) {
    await app.register(rateLimit, {
      max: config.limits.requestsPerMinute,
      timeWindow: '1 minute',
      errorResponseBuilder: (_request, { ttl }) =>
        errors.tooManyRequests({ retryAfterSeconds: Math.ceil(ttl / 1000) }),
    });
  }
  await documentApi(app, version);

  await app.register(operationRoutes(parts));
  await app.register(broadcastRoutes(parts));
  await app.register(exportRoutes(parts));
  await app.register(reportRoutes(parts));
  await app.register(jobsRoutes(parts));
  await app.register(accountRoutes(parts, { endSessions: (steamId) => sessions.endSessionsOf(steamId) }));
  await app.register(sessionRoutes(sessions.parts));
  await app.register(gameServerRoutes(parts));
  await app.register(analysisRoutes(parts));
  await app.register(demoRoutes(parts, await openAnonymousIds(parts.db)));

  app.server.on('upgrade', (request, socket, head) => {
    // A socket of an HTTP server is always a net.Socket; only its type says less.
    if (!(socket instanceof Socket)) return;
    if (request.headers.upgrade?.toLowerCase() === 'websocket') {
      void sessions.handleUpgrade(request, socket, head);
    } else answerWithoutUpgrade(app, request, socket);
  });
  return app;
}

/**
 * Some HTTP clients offer an upgrade to HTTP/2 with every request. RFC 9110 section 7.8 lets a server ignore
 * the offer, but Node hands over every request that carries one.
 */
function answerWithoutUpgrade(app: App, request: IncomingMessage, socket: Socket): void {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.end());
  socket.once('error', () => socket.destroy());
  app.routing(request, response);
}

/** One line per request, aborted ones included, and never a query string: it may hold an API key. */
function logRequests(app: App): void {
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('X-Content-Type-Options', 'nosniff');
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        operation: `${request.method} ${request.routeOptions.url ?? 'unknown'}`,
        outcome: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
  app.addHook('onRequestAbort', async (request) => {
    request.log.info(
      { operation: `${request.method} ${request.routeOptions.url ?? 'unknown'}`, outcome: 'aborted' },
      'request',
    );
  });
}
