import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectSocket, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type DatabaseSettings,
  openDatabase,
  openDatabaseForTool,
} from '../../../src/database/open-database.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

describe('an external PostgreSQL', () => {
  let test: TestDatabase;
  let dataDir: string;
  let settings: DatabaseSettings;
  const log = pino({ level: 'silent' });
  const opened: { close(): Promise<void> }[] = [];

  beforeEach(async () => {
    test = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'demobase-external-'));
    settings = { kind: 'external', dataDir, connection: { connectionString: test.connectionString } };
  });
  afterEach(async () => {
    for (const { close } of opened.splice(0)) await close();
    await test.drop();
    await rm(dataDir, { recursive: true });
  });

  async function open(from = settings) {
    const database = await openDatabase(from, { log });
    opened.push(database);
    return database;
  }

  it('serves one process a data folder, and any number of commands', async () => {
    const database = await open();
    expect(await database.db.selectFrom('accounts').selectAll().execute()).toEqual([]);
    await expect(open()).rejects.toMatchObject({ code: 'data_folder_in_use' });
    const tool = await openDatabaseForTool(settings, { log });
    await tool.close();
    await database.close();
    expect((await test.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await open();
  });

  it('may drop connections, idle or in use, without harm to the process', async () => {
    const { pool } = await open();
    const client = await pool.connect();
    await pool.query('select 1');
    await test.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'demobase' and pid <> pg_backend_pid()",
    );
    await expect(client.query('select 1')).rejects.toThrow();
    client.release(true);
    await expect
      .poll(() => pool.query('select 1 as one').then(({ rows }) => rows, String))
      .toEqual([{ one: 1 }]);
  });

  it('may start after us', async () => {
    const server = await startProxy(test.connectionString, { port: 0 });
    const { port } = server.address;
    await server.close();
    const { user, password, database } = new pg.Client(test.connectionString);
    const connection = { host: '127.0.0.1', port, user, password, database };
    const lines: string[] = [];
    let sawWaiting = () => {};
    const waiting = new Promise<void>((resolve) => {
      sawWaiting = resolve;
    });
    const write = (line: string) => {
      lines.push(line);
      sawWaiting();
    };
    const opening = openDatabase({ kind: 'external', dataDir, connection }, { log: pino({}, { write }) });
    await waiting;
    const late = await startProxy(test.connectionString, { port });
    const { description, close } = await opening;
    expect(lines[0]).toContain(`waiting for the database ${database} on 127.0.0.1:${port}`);
    expect(description).toBe(`PostgreSQL database ${database} on 127.0.0.1:${port} as ${user}`);
    await close();
    await late.close();
  });

  it('that refuses us is reported at once, without the password', async () => {
    const url = new URL(test.connectionString);
    url.pathname = '/no_such_database';
    url.password = 'a-secret';
    const connection = { connectionString: url.href };
    const error = await open({ kind: 'external', dataDir, connection }).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ code: 'refused', message: expect.stringContaining('no_such_database') });
    expect(String(error)).not.toContain('a-secret');
  });

  it('is not waited for any longer once the start is called off', async () => {
    const connection = { host: '127.0.0.1', port: 1, user: 'nobody', database: 'none' };
    const starting = openDatabase(
      { kind: 'external', dataDir, connection },
      { log },
      { signal: AbortSignal.abort() },
    );
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' });
  });
});

/** Stands on a port before a PostgreSQL that may listen on a socket only. */
async function startProxy(connectionString: string, { port }: { port: number }) {
  const target = new pg.Client(connectionString);
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = target.host.startsWith('/')
      ? connectSocket(`${target.host}/.s.PGSQL.${target.port}`)
      : connectSocket(target.port, target.host);
    for (const socket of [near, far]) sockets.add(socket.on('error', () => {}));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address();
  if (!address || typeof address === 'string') throw new TypeError('a port was expected');
  return {
    address,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        for (const socket of sockets) socket.destroy();
      }),
  };
}
