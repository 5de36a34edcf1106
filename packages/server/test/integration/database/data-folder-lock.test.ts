import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../../src/database/connection.ts';
import { type DataFolderLock, lockDataFolder } from '../../../src/database/data-folder-lock.ts';
import { readInstanceId } from '../../../src/database/instance-id.ts';
import { isInstanceAlive } from '../../../src/database/lock-holder.ts';
import { DataFolder } from '../../support/data-folder.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const log = pino({ level: 'silent' });

describe('a data folder with an embedded PostgreSQL', () => {
  let folder: DataFolder;
  beforeEach(async () => {
    folder = await DataFolder.create();
  });
  afterEach(() => folder.remove());

  it('refuses a second process, naming the first, which goes on', async () => {
    const child = await folder.openInChild();
    const refusal = {
      code: 'data_folder_in_use',
      message: expect.stringContaining(`is in use by another demobase (process ${child.pid})`),
    };
    await expect(folder.open()).rejects.toMatchObject(refusal);
    const tool = await folder.openForTool();
    expect((await tool.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it('goes to exactly one of two processes that start for the first time at once', async () => {
    const children = await Promise.all([folder.openInChild(), folder.openInChild()]);
    const winner = children.find(({ outcome }) => outcome.status === 'open');
    const loser = children.find((child) => child !== winner);
    expect(loser?.outcome).toMatchObject({
      status: 'failed',
      code: 'data_folder_in_use',
      message: expect.stringContaining(`process ${winner?.pid}`),
    });
    const tool = await folder.openForTool();
    await tool.pool.query('create table works ()');
    await tool.close();
    await winner?.close();
    expect(await folder.postmasterPid()).toBeUndefined();
  });

  it('is free as soon as its process is killed', async () => {
    const child = await folder.openInChild();
    const { instanceId } = { instanceId: await readInstanceId(folder.dataDir) };
    const tool = await folder.openForTool();
    expect(await isInstanceAlive(tool.db, instanceId)).toBe(true);
    await child.kill();
    const database = await folder.open();
    expect(database.lock.instanceId).toBe(instanceId);
    expect(await isInstanceAlive(database.db, instanceId)).toBe(true);
    expect(await isInstanceAlive(database.db, '00000000-0000-4000-8000-000000000000')).toBe(false);
  });

  it('is shared by a command and the process that serves it, which alone stops the database', async () => {
    const database = await folder.open();
    const tool = await folder.openForTool();
    await tool.close();
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    await database.close();
    expect(await folder.postmasterPid()).toBeUndefined();
  });

  it('is opened and closed by a command when nobody serves it', async () => {
    const tool = await folder.openForTool();
    expect(await folder.postmasterPid()).toBeDefined();
    await tool.close();
    expect(await folder.postmasterPid()).toBeUndefined();
  });

  it('makes a command and a start wait for a command that has it', async () => {
    const first = await folder.openForTool();
    const second = folder.openForTool();
    await first.close();
    const third = folder.open();
    await (await second).close();
    expect((await (await third).pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });
});

describe('a data folder with an external PostgreSQL', () => {
  let database: TestDatabase;
  let dataDir: string;
  let locks: DataFolderLock[];
  beforeEach(async () => {
    database = await createTestDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'demobase-lock-'));
    locks = [];
  });
  afterEach(async () => {
    for (const lock of locks) await lock.release();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  const open = (name: string) =>
    connect({ connectionString: database.connectionString }, { applicationName: name });

  async function take(openConnection: (name: string) => ReturnType<typeof open> = open) {
    const instanceId = await readInstanceId(dataDir);
    const lock = await lockDataFolder({ dataDir, instanceId, access: 'serve', log, connect: openConnection });
    locks.push(lock);
    return lock;
  }

  /** Ends the connections that keep locks, as a restart of the database would. */
  const dropConnections = () =>
    database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'demobase serve%'",
    );

  it('is held until it is given up, and can then be taken again', async () => {
    const first = await take();
    await expect(take()).rejects.toMatchObject({ code: 'data_folder_in_use', holder: { pid: process.pid } });
    await Promise.all([first.release(), first.release()]);
    expect(first.state).toEqual({ status: 'released' });
    expect((await take()).instanceId).toBe(first.instanceId);
  });

  it('names the machine of a holder that runs on another one', async () => {
    await take(() => open('demobase serve 77 elsewhere'));
    await expect(take()).rejects.toThrow('is in use by another demobase (process 77 on elsewhere)');
  });

  it('is taken again by itself after the connection dropped', async () => {
    const lock = await take();
    const states = new Promise<string[]>((resolve) => {
      const seen: string[] = [];
      lock.onChange(({ status }) => {
        if (seen.push(status) === 2) resolve(seen);
      });
    });
    await dropConnections();
    expect(await states).toEqual(['lost', 'held']);
    await expect(take()).rejects.toMatchObject({ code: 'data_folder_in_use' });
  });

  it('tells the holder when another has taken it while the connection was gone', async () => {
    let gate = Promise.resolve();
    let openGate = () => {};
    const lock = await take(async (name) => {
      await gate;
      return open(name);
    });
    gate = new Promise((resolve) => {
      openGate = resolve;
    });
    const lost = new Promise<void>((resolve) => {
      lock.onChange(({ status }) => status === 'lost' && resolve());
    });
    await dropConnections();
    await lost;
    await take(() => open('demobase serve 77 elsewhere'));
    const taken = new Promise((resolve) => {
      lock.onChange(resolve);
    });
    openGate();
    expect(await taken).toMatchObject({ status: 'taken', holder: { pid: 77, host: 'elsewhere' } });
  });

  it('runs the last act of the holder before anybody else can have it', async () => {
    const lock = await take();
    let refusal: unknown;
    await lock.release({
      async lastly() {
        refusal = await take().catch((error: unknown) => error);
      },
    });
    expect(refusal).toMatchObject({ code: 'data_folder_in_use' });
    await take();
  });
});
