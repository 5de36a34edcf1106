import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import { pino } from 'pino';
import { buildApp } from '../../packages/server/src/app.ts';
import { readConfig } from '../../packages/server/src/config.ts';
import { Sessions } from '../../packages/server/src/sessions/sessions.ts';

/** The OpenAPI document, as the running service gives it at `/schema/openapi.json`. */
export async function renderOpenApi() {
  const parts = {
    config: readConfig({}),
    db: new Kysely({ dialect }),
    log: pino({ level: 'silent' }),
    publicUrl: () => 'http://127.0.0.1:8000',
    now: () => new Date(),
  };
  const sessions = new Sessions(parts, { instanceId: '', isInstanceAlive: async () => false });
  const app = await buildApp(parts, sessions);
  try {
    await app.ready();
    return JSON.stringify(app.swagger());
  } finally {
    await app.close();
  }
}

/** The one question asked before the routes are there is for a secret; no route is called after that. */
class SecretDriver extends DummyDriver {
  async acquireConnection() {
    return { executeQuery: async () => ({ rows: [{ value: Buffer.alloc(32) }] }) };
  }
}

const dialect = {
  createDriver: () => new SecretDriver(),
  createAdapter: () => new PostgresAdapter(),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createIntrospector: (db) => new PostgresIntrospector(db),
};
