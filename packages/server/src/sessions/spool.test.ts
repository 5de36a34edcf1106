import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SpoolFolder } from './spool.ts';

describe('SpoolFolder', () => {
  let folder: string;
  let spools: SpoolFolder;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spool-'));
    spools = new SpoolFolder({
      path: join(folder, 'spool'),
      rejectedPath: join(folder, 'rejected'),
      minFreeBytes: 0,
      fullDiskPatienceMs: 0,
    });
    await spools.create();
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('goes on where a spool ended when it is opened again', async () => {
    const first = await spools.open(7n);
    await first.append(Buffer.from('one '));
    await first.close();
    const second = await spools.open(7n);
    expect(second.sizeBytes).toBe(4);
    await second.append(Buffer.from('two'));
    expect(await second.sync()).toBe(7);
    await second.close();
    expect(await readFile(spools.pathOf(7n), 'utf8')).toBe('one two');
  });

  it('reads a spool from its start while it is open', async () => {
    const spool = await spools.open(7n);
    await spool.append(Buffer.alloc(600_000, 1));
    let total = 0;
    for await (const bytes of spool.read()) total += bytes.length;
    await spool.close();
    expect(total).toBe(600_000);
  });

  it('holds bytes back while the disk has less room than it must keep', async () => {
    const greedy = new SpoolFolder({
      path: join(folder, 'spool'),
      rejectedPath: join(folder, 'rejected'),
      minFreeBytes: Number.MAX_SAFE_INTEGER,
      fullDiskPatienceMs: 0,
    });
    await greedy.measureFreeBytes();
    const spool = await greedy.open(7n);
    await expect(spool.append(Buffer.from('x'))).rejects.toMatchObject({ code: 'storage_full' });
    expect(spool.sizeBytes).toBe(0);
    await spool.close();
  });

  it('knows which spools there are not', async () => {
    expect(await spools.sizeOf(8n)).toBeUndefined();
    await spools.remove(8n);
    await spools.setAside(8n);
  });

  it('puts a rejected spool aside, whole', async () => {
    const spool = await spools.open(9n);
    await spool.append(Buffer.from('evidence'));
    await spool.close();
    await spools.setAside(9n);
    expect(await spools.sizeOf(9n)).toBeUndefined();
    expect(await readFile(join(folder, 'rejected', '9.dem'), 'utf8')).toBe('evidence');
  });

  it('shows a spool fetched from elsewhere only when it is whole', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half');
        throw new Error('the storage went away');
      })(),
    );
    await expect(spools.receive(10n, broken)).rejects.toThrow('the storage went away');
    expect(await spools.sizeOf(10n)).toBeUndefined();
    await spools.receive(10n, Readable.from([Buffer.from('whole')]));
    expect(await spools.sizeOf(10n)).toBe(5);
  });
});
