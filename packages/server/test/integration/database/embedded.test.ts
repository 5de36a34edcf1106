import { spawn } from 'node:child_process';
import { chown, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DataFolder, readProcessUser } from '../../support/data-folder.ts';

const isRoot = process.getuid?.() === 0;
const nobody = { uid: 65534, gid: 65534 };

let folder: DataFolder;
afterEach(() => folder.remove());

describe('the embedded PostgreSQL', () => {
  it('is made at the first start, stops with the process, and has its data at the next start', async () => {
    folder = await DataFolder.create('a folder with späces');
    const first = await folder.open();
    await first.pool.query('create table kept (id int8)');
    await first.pool.query('insert into kept values (1)');
    await Promise.all([first.close(), first.close()]);
    expect(await folder.postmasterPid()).toBeUndefined();

    const second = await folder.open();
    expect((await second.pool.query('select id from kept')).rows).toEqual([{ id: 1n }]);
    expect(second.lock.instanceId).toBe(first.lock.instanceId);
    expect(second.description).toBe(`embedded PostgreSQL in ${folder.clusterFolder}`);
  });

  it('writes durably, in UTF-8, sorted the same on every system', async () => {
    folder = await DataFolder.create();
    const { pool } = await folder.open();
    const { rows } = await pool.query(
      `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
         current_setting('full_page_writes') as pages, current_setting('listen_addresses') as addresses,
         pg_encoding_to_char(encoding) as encoding, datlocprovider as provider, datlocale as locale
       from pg_database where datname = current_database()`,
    );
    expect(rows).toEqual([
      {
        fsync: 'on',
        commit: 'on',
        pages: 'on',
        addresses: '',
        encoding: 'UTF8',
        provider: 'b',
        locale: 'C.UTF-8',
      },
    ]);
  });

  it('lives on when its parent is killed, and the next start takes it over with all data', async () => {
    folder = await DataFolder.create();
    const child = await folder.openInChild();
    expect(child.outcome).toEqual({ status: 'open' });
    const pid = await folder.postmasterPid();
    await child.kill();
    expect(await folder.postmasterPid()).toBe(pid);

    const database = await folder.open();
    await database.pool.query('create table kept ()');
    expect(await folder.postmasterPid()).toBe(pid);
    await database.close();
    expect(await folder.postmasterPid()).toBeUndefined();
  });

  it('recovers by itself when it was killed together with its parent', async () => {
    folder = await DataFolder.create();
    const child = await folder.openInChild();
    const tool = await folder.openForTool();
    await tool.pool.query('create table kept (id int8)');
    await tool.pool.query('insert into kept select generate_series(1, 1000)');
    await child.kill();
    await folder.killPostmaster();

    const database = await folder.open();
    expect((await database.pool.query('select count(*) from kept')).rows).toEqual([{ count: 1000n }]);
    expect(await folder.readLog()).toContain('automatic recovery in progress');
  });

  it('is started again, and the folder held again, when it is killed under a running process', async () => {
    folder = await DataFolder.create();
    const database = await folder.open();
    const states: string[] = [];
    const heldAgain = new Promise<void>((resolve) => {
      database.lock.onChange(({ status }) => {
        states.push(status);
        if (status === 'held') resolve();
      });
    });
    await folder.killPostmaster();
    await heldAgain;
    expect(states).toEqual(['lost', 'held']);
    expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it.runIf(process.platform === 'linux')(
    'starts although another program has the process id in a left-over postmaster.pid',
    async () => {
      folder = await DataFolder.create();
      await (await folder.openInChild()).kill();
      await folder.killPostmaster();
      // Of PostgreSQL's own user: of a process of another user it would know that it cannot be its own.
      const stranger = spawn('sleep', ['600'], { stdio: 'ignore', ...(isRoot && nobody) });
      try {
        const file = join(folder.clusterFolder, 'postmaster.pid');
        const text = await readFile(file, 'utf8');
        await writeFile(file, text.replace(/^\d+/, String(stranger.pid)));
        const { pool } = await folder.open();
        expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
      } finally {
        stranger.kill();
      }
    },
  );

  it('takes a password on loopback where the path is too long for a socket', async () => {
    folder = await DataFolder.create(join('long'.repeat(20), 'data'));
    const child = await folder.openInChild();
    expect(child.outcome).toEqual({ status: 'open' });
    const pid = await folder.postmasterPid();
    await child.kill();

    const { pool } = await folder.open();
    expect(await folder.postmasterPid()).toBe(pid);
    const { rows } = await pool.query(
      "select current_setting('listen_addresses') as addresses, host(inet_client_addr()) as client",
    );
    expect(rows).toEqual([{ addresses: '127.0.0.1', client: '127.0.0.1' }]);
    expect(pool.options.password).toMatch(/^[\w-]{43}$/);
    const password = await stat(join(folder.clusterFolder, 'demobase-password'));
    expect(password.mode & 0o777).toBe(0o600);
  });

  it('refuses the data of another major version, and changes nothing', async () => {
    folder = await DataFolder.create();
    await (await folder.open()).close();
    const other = join(folder.dataDir, 'postgresql', '17');
    await rename(folder.clusterFolder, other);
    await expect(folder.open()).rejects.toMatchObject({
      code: 'data_folder_version',
      message: expect.stringContaining('holds data of PostgreSQL 17'),
    });
    await rename(other, folder.clusterFolder);
    await folder.open();
  });

  it('leaves no temporary folder behind, and tells who may enter', async () => {
    folder = await DataFolder.create();
    await folder.open();
    const names = (await readdir(join(folder.dataDir, 'postgresql'))).sort();
    expect(names).toEqual(['18', 'postgresql.log', 'socket']);
    for (const name of ['18', 'socket']) {
      expect((await stat(join(folder.dataDir, 'postgresql', name))).mode & 0o777).toBe(0o700);
    }
  });

  it('says what to do when the data folder is a file', async () => {
    folder = await DataFolder.create();
    await writeFile(folder.dataDir, '');
    await expect(folder.open()).rejects.toMatchObject({
      code: 'data_folder_unusable',
      message: expect.stringContaining(folder.dataDir),
    });
    await rm(folder.dataDir);
  });
});

describe.runIf(isRoot && process.platform === 'linux')('the embedded PostgreSQL started by root', () => {
  it('runs as nobody, with only its own folders given to nobody', async () => {
    folder = await DataFolder.create();
    await folder.open();
    expect(await readProcessUser((await folder.postmasterPid()) ?? 0)).toBe(nobody.uid);
    expect((await stat(folder.clusterFolder)).uid).toBe(nobody.uid);
    expect((await stat(folder.dataDir)).uid).toBe(0);
    expect((await stat(join(folder.dataDir, 'postgresql'))).uid).toBe(0);
  });

  it('says which folder nobody cannot enter, and leaves folders above the data folder as they are', async () => {
    folder = await DataFolder.create(join('closed', 'data'));
    const closed = join(folder.dataDir, '..');
    await mkdir(closed, { mode: 0o700 });
    await expect(folder.open()).rejects.toMatchObject({
      code: 'data_folder_unusable',
      message: expect.stringContaining('/var/lib/demobase'),
    });
    expect((await stat(closed)).mode & 0o777).toBe(0o700);
  });

  it('runs as the user who started it when that is not root, and as that user for root later', async () => {
    folder = await DataFolder.create();
    const daemon = { uid: 1, gid: 1 };
    await mkdir(folder.dataDir);
    await chown(folder.dataDir, daemon.uid, daemon.gid);
    const child = await folder.openInChild(daemon);
    expect(child.outcome).toEqual({ status: 'open' });
    const pid = await folder.postmasterPid();
    expect(await readProcessUser(pid ?? 0)).toBe(daemon.uid);
    await child.close();
    expect(await folder.postmasterPid()).toBeUndefined();

    await folder.open();
    expect(await readProcessUser((await folder.postmasterPid()) ?? 0)).toBe(daemon.uid);
  });
});
