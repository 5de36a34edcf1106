import { Readable } from 'node:stream';
import Type from 'typebox';
import { requireRole } from '../accounts/authenticate.ts';
import type { App, AppParts } from '../app-parts.ts';
import { errors } from '../errors.ts';
import { Ingestion, MAX_ANALYSIS_BYTES } from './ingest.ts';
import { ingestRoutes } from './ingest-routes.ts';
import { claimJob, completeJob, failJob, keepJob, listAwaiting } from './jobs.ts';

const MAX_LISTED = 1_000;
const DEFAULT_LEASE_SECONDS = 300;

const LeaseSeconds = Type.Optional(
  Type.Integer({
    minimum: 30,
    maximum: 3_600,
    description: `How long the job is held without another word; ${DEFAULT_LEASE_SECONDS} unless given.`,
  }),
);
const Time = Type.String({ format: 'date-time' });
const JobId = Type.Object({ job_id: Type.String({ description: 'As POST /api/jobs gave it.' }) });
const tags = ['analysis'];

/** HTTP in, HTTP out: work for analysis programs, listed for those in the field, lent to those that claim it. */
export function jobsRoutes(parts: AppParts): (app: App) => Promise<void> {
  return async (app) => {
    const ingestion = new Ingestion(parts);
    app.addHook('onRequest', requireRole(parts, 'analyst'));
    await app.register(ingestRoutes(ingestion));
    await app.register(completeRoute(parts, ingestion));

    app.get(
      '/jobs',
      {
        schema: {
          tags,
          summary: 'Demos that await an analysis, oldest first',
          description: 'Nothing is lent by asking: two programs that ask are told the same. See `/api/jobs`.',
          querystring: Type.Object({
            api_key: Type.Optional(
              Type.String({ description: 'The API key, unless it is sent as a bearer token.' }),
            ),
            limit: Type.Optional(
              Type.Integer({
                minimum: 1,
                description: `1 unless given; more than ${MAX_LISTED} means that.`,
              }),
            ),
          }),
          response: { 200: Type.Array(Type.String()) },
        },
      },
      async ({ query }) => {
        const limit = Math.min(query.limit ?? 1, MAX_LISTED);
        return (await listAwaiting(parts, limit)).map(String);
      },
    );

    app.post(
      '/api/jobs',
      {
        preValidation: async (request) => {
          request.body ??= {};
        },
        schema: {
          tags,
          summary: 'Borrow the oldest demo that awaits an analysis',
          description:
            'Nobody else gets it until the lease runs out or it is given up. 204 when there is none. A demo that ' +
            'was lent three times without a result is set aside.',
          body: Type.Object({ lease_seconds: LeaseSeconds }),
          response: {
            201: Type.Object({
              job_id: Type.String(),
              session_id: Type.String(),
              demo_url: Type.String({ description: 'Where to download it, with the same API key.' }),
              demo_size: Type.Integer(),
              demo_sha256: Type.Union([Type.String(), Type.Null()]),
              map: Type.String(),
              attempt: Type.Integer({ description: 'How often it was lent, this time included.' }),
              lease_seconds: Type.Integer(),
              lease_expires_at: Time,
            }),
            204: Type.Null(),
          },
        },
      },
      async (request, reply) => {
        const leaseSeconds = request.body.lease_seconds ?? DEFAULT_LEASE_SECONDS;
        const job = await claimJob(parts, { holder: request.principal.steamId, leaseSeconds });
        if (!job) return reply.code(204).send(null);
        return reply.code(201).send({
          job_id: job.jobId,
          session_id: String(job.sessionId),
          demo_url: `${parts.publicUrl()}/demodata?session_id=${job.sessionId}`,
          demo_size: job.sizeBytes,
          demo_sha256: job.sha256 ?? null,
          map: job.map,
          attempt: job.attempt,
          lease_seconds: leaseSeconds,
          lease_expires_at: job.leaseExpiresAt.toISOString(),
        });
      },
    );

    app.post(
      '/api/jobs/:job_id/heartbeat',
      {
        preValidation: async (request) => {
          request.body ??= {};
        },
        schema: {
          tags,
          summary: 'Hold on to a job',
          params: JobId,
          body: Type.Object({ lease_seconds: LeaseSeconds }),
          response: {
            200: Type.Object({
              job_id: Type.String(),
              lease_seconds: Type.Integer(),
              lease_expires_at: Time,
            }),
          },
        },
      },
      async ({ params: { job_id: jobId }, body, principal }) => {
        const leaseSeconds = body.lease_seconds ?? DEFAULT_LEASE_SECONDS;
        const expiresAt = await keepJob(parts, { jobId, holder: principal.steamId }, leaseSeconds);
        return { job_id: jobId, lease_seconds: leaseSeconds, lease_expires_at: expiresAt.toISOString() };
      },
    );

    app.post(
      '/api/jobs/:job_id/fail',
      {
        schema: {
          tags,
          summary: 'Give a job up',
          params: JobId,
          body: Type.Object({ reason: Type.String({ minLength: 1, maxLength: 10_000 }) }),
          response: {
            200: Type.Object({
              job_id: Type.String(),
              state: Type.Union([Type.Literal('failed'), Type.Literal('set_aside')], {
                description: 'failed: another try is made. set_aside: that was the last.',
              }),
            }),
          },
        },
      },
      async ({ params: { job_id: jobId }, body, principal }) => ({
        job_id: jobId,
        state: await failJob(parts, { jobId, holder: principal.steamId }, body.reason),
      }),
    );
  };
}

/** Apart from the others, as its body is not parsed on the way in: it is a stream, whatever type it says it has. */
function completeRoute(parts: AppParts, ingestion: Ingestion): (app: App) => Promise<void> {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    app.post(
      '/api/jobs/:job_id/complete',
      {
        schema: {
          tags,
          summary: 'End a job with its result',
          description:
            `The body is the analysis, JSON of at most ${MAX_ANALYSIS_BYTES} bytes, in the shape that is written ` +
            'to `jsonblobs`. Safe to repeat.',
          consumes: ['application/json'],
          params: JobId,
          response: {
            200: Type.Object({
              job_id: Type.String(),
              session_id: Type.String(),
              state: Type.Literal('done'),
            }),
          },
        },
      },
      async (request) => {
        const { job_id: jobId } = request.params;
        const { body } = request;
        if (!(body instanceof Readable)) throw errors.invalidRequest({ problem: 'The body is missing.' });
        try {
          const { sessionId } = await completeJob(
            parts,
            { jobId, holder: request.principal.steamId },
            {
              ingestion,
              // Destroying the body would take the connection with it, and the answer.
              body: body.iterator({ destroyOnReturn: false }),
              isWanted: () => !request.raw.socket.destroyed,
            },
          );
          return { job_id: jobId, session_id: String(sessionId), state: 'done' as const };
        } finally {
          // Many programs listen only when they have sent all of it.
          body.resume();
        }
      },
    );
  };
}
