import { sql } from 'kysely';
import Type from 'typebox';
import type { App, AppParts } from '../app-parts.ts';

/** Readiness is asked for often and by anyone; the answer is looked up at most this often. */
const READINESS_TTL_MS = 2_000;
const CHECK_TIMEOUT_MS = 5_000;

const Status = Type.Union([Type.Literal('ok'), Type.Literal('failing')]);
const Readiness = Type.Object({ status: Status, checks: Type.Object({ database: Status, storage: Status }) });
const tags = ['operations'];

/** Health for load balancers and people: `/livez` touches nothing, `/readyz` what an upload needs. */
export function operationRoutes(parts: AppParts): (app: App) => Promise<void> {
  return async (app) => {
    app.get(
      '/livez',
      {
        config: { rateLimit: false },
        schema: { tags, summary: 'Is the process alive', response: { 200: Type.Object({ status: Status }) } },
      },
      () => ({ status: 'ok' as const }),
    );

    const checkReadiness = remember(() => readiness(parts));
    app.get(
      '/readyz',
      {
        config: { rateLimit: false },
        schema: {
          tags,
          summary: 'Can it take demos: database and storage answer',
          response: { 200: Readiness, 503: Readiness },
        },
      },
      async (_request, reply) => {
        const result = await checkReadiness();
        return reply.code(result.status === 'ok' ? 200 : 503).send(result);
      },
    );
  };
}

async function readiness(parts: AppParts) {
  const signal = AbortSignal.timeout(CHECK_TIMEOUT_MS);
  const [database, storage] = await Promise.all([
    statusOf(parts, 'database', inTime(sql`select 1`.execute(parts.db), signal)),
    statusOf(parts, 'storage', parts.blobs.check({ signal })),
  ]);
  const status = database === 'ok' && storage === 'ok' ? ('ok' as const) : ('failing' as const);
  return { status, checks: { database, storage } };
}

/** The database's own limits are on its side; one that is frozen answers nothing at all. */
function inTime<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const timeout = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([result, timeout]);
}

async function statusOf(parts: AppParts, check: string, result: Promise<unknown>): Promise<'ok' | 'failing'> {
  try {
    await result;
    return 'ok';
  } catch (error) {
    parts.log.error({ err: error, check }, 'not ready');
    return 'failing';
  }
}

/** Shares one look-up among all who ask while it runs and shortly after. */
function remember<Result>(look: () => Promise<Result>): () => Promise<Result> {
  let last: { readonly at: number; readonly result: Promise<Result> } | undefined;
  return () => {
    if (!last || Date.now() - last.at > READINESS_TTL_MS) last = { at: Date.now(), result: look() };
    return last.result;
  };
}
