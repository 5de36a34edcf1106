import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from './app-parts.ts';
import { type DemobaseError, errors } from './errors.ts';
import { knownFailure } from './known-failure.ts';

/** One renderer for HTTP: plain text for the clients in the field, problem details (RFC 9457) under `/api/`. */
export function renderErrors(app: App): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toDemobaseError(error, request);
    if (known.httpStatus >= 500) request.log.error({ err: error }, known.code);
    return sendError(known, request, reply);
  });
  app.setNotFoundHandler((request, reply) =>
    sendError(errors.routeUnknown({ path: pathOf(request) }), request, reply),
  );
}

function sendError(error: DemobaseError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.code(error.httpStatus).header('Cache-Control', 'no-store').header('Demobase-Error', error.code);
  if (error.httpStatus === 426) reply.header('Upgrade', 'websocket');
  if (!pathOf(request).startsWith('/api/'))
    return reply.type('text/plain; charset=utf-8').send(error.message);
  return reply.type('application/problem+json').send({
    type: 'about:blank',
    title: error.code.replaceAll('_', ' '),
    status: error.httpStatus,
    code: error.code,
    detail: error.message,
  });
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

function toDemobaseError(error: FastifyError, request: FastifyRequest): DemobaseError {
  if (error.validation) return errors.invalidRequest({ problem: describeValidation(error) });
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return errors.bodyTooLarge({ maxBytes: request.routeOptions.bodyLimit ?? 0 });
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return errors.invalidRequest({ problem: `${error.message}.` });
  }
  return knownFailure(error) ?? errors.internal({ requestId: request.id });
}

/** Says which field is wrong and why: "querystring/map must be string" reads "map must be string." */
function describeValidation(error: FastifyError): string {
  const [problem] = error.validation ?? [];
  const place = { querystring: 'query', params: 'path', headers: 'headers', body: 'body' }[
    error.validationContext ?? 'body'
  ];
  const missing = problem?.params?.requiredProperties ?? problem?.params?.missingProperty;
  if (missing !== undefined) return `${[missing].flat().join(', ')} is missing from the ${place}.`;
  const field = problem?.instancePath.slice(1).replaceAll('/', '.');
  return `${field || `the ${place}`} ${problem?.message ?? 'is malformed'}.`;
}
