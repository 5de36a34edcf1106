import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  analysisBlobName,
  type BlobName,
  type BlobStore,
  type ByteRange,
  demoBlobName,
} from '../../src/blobs/blob-store.ts';

const MiB = 1024 ** 2;

/** What every blob store must do. `openStore` is called once; the store may hold blobs of others already. */
export function describeBlobStore(kind: string, openStore: () => Promise<BlobStore>): void {
  describe(`a blob store in ${kind}`, () => {
    let store: BlobStore;
    let sources: string;

    beforeAll(async () => {
      sources = await mkdtemp(join(tmpdir(), 'demobase-sources-'));
      store = await openStore();
    });

    afterAll(async () => {
      await store.close();
      await rm(sources, { recursive: true });
    });

    const writeSource = async (content: Uint8Array) => {
      const path = join(sources, randomBytes(8).toString('hex'));
      await writeFile(path, content);
      return path;
    };
    const putContent = async (name: BlobName, content: Uint8Array) =>
      store.putFile(name, await writeSource(content));
    const read = async (name: BlobName, range?: ByteRange) => {
      const blob = await store.get(name, { range });
      return blob && { sizeBytes: blob.sizeBytes, content: await buffer(blob.body) };
    };
    const namesOf = async (prefix: 'demoblobs/' | 'jsonblobs/') => {
      const sizes = new Map<string, number>();
      for await (const { name, sizeBytes } of store.list(prefix)) sizes.set(name, sizeBytes);
      return sizes;
    };

    it('gives back a stored file, and leaves the file in place', async () => {
      const name = newName();
      const content = randomBytes(100_000);
      const path = await writeSource(content);
      await store.putFile(name, path);
      expect(await read(name)).toEqual({ sizeBytes: content.length, content });
      expect(await store.stat(name)).toEqual({ sizeBytes: content.length });
      expect(await readFile(path)).toEqual(content);
    });

    it('stores the same file under the same name again', async () => {
      const name = newName();
      const path = await writeSource(Buffer.from('twice'));
      await store.putFile(name, path);
      await store.putFile(name, path);
      expect((await read(name))?.content.toString()).toBe('twice');
    });

    it('keeps a blob when its source file is removed', async () => {
      const name = newName();
      const path = await writeSource(Buffer.from('kept'));
      await store.putFile(name, path);
      await rm(path);
      expect((await read(name))?.content.toString()).toBe('kept');
    });

    it('stores bytes from memory under the name of an analysis', async () => {
      const name = analysisBlobName(newSessionId());
      await store.putBytes(name, Buffer.from('{"version":1}'));
      expect((await read(name))?.content.toString()).toBe('{"version":1}');
      await store.putBytes(name, Buffer.from('{}'));
      expect((await read(name))?.content.toString()).toBe('{}');
    });

    it('stores a demo of 20 MiB to the byte', async () => {
      const name = newName();
      const content = randomBytes(20 * MiB + 1);
      await putContent(name, content);
      const back = await read(name);
      expect(back?.sizeBytes).toBe(content.length);
      expect(sha256(back?.content)).toBe(sha256(content));
    });

    it('keeps an empty blob apart from none', async () => {
      const name = newName();
      await putContent(name, Buffer.alloc(0));
      expect(await read(name)).toEqual({ sizeBytes: 0, content: Buffer.alloc(0) });
      expect(await store.stat(name)).toEqual({ sizeBytes: 0 });
      await expect(store.get(name, { range: { start: 0, endInclusive: 0 } })).rejects.toMatchObject({
        code: 'invalid_range',
      });
    });

    it('knows nothing of a name that was never stored', async () => {
      expect(await store.get(newName())).toBeUndefined();
      expect(await store.get(newName(), { range: { start: 0, endInclusive: 9 } })).toBeUndefined();
      expect(await store.stat(newName())).toBeUndefined();
    });

    it('deletes a blob, and does not mind deleting it again', async () => {
      const name = newName();
      await putContent(name, Buffer.from('gone'));
      await store.delete(name);
      await store.delete(name);
      expect(await store.get(name)).toBeUndefined();
    });

    it('reads ranges up to their edges, and says the size of the whole', async () => {
      const name = newName();
      const content = randomBytes(1000);
      await putContent(name, content);
      const cases: readonly [start: number, endInclusive: number][] = [
        [0, 0],
        [0, 999],
        [999, 999],
        [500, 5000],
        [0, 2 ** 40],
        [123, 456],
      ];
      for (const [start, endInclusive] of cases) {
        const part = await read(name, { start, endInclusive });
        expect(part, `bytes ${start} to ${endInclusive}`).toEqual({
          sizeBytes: 1000,
          content: content.subarray(start, endInclusive + 1),
        });
      }
    });

    it('refuses ranges that begin behind the end or are none', async () => {
      const name = newName();
      await putContent(name, randomBytes(10));
      const cases = [
        { start: 10, endInclusive: 10 },
        { start: 5, endInclusive: 4 },
        { start: -1, endInclusive: 4 },
        { start: 0.5, endInclusive: 4 },
      ];
      for (const range of cases)
        await expect(store.get(name, { range })).rejects.toMatchObject({ code: 'invalid_range' });
    });

    it('lets a reader finish the old blob while a new one takes its place', async () => {
      const name = newName();
      const [before, after] = [randomBytes(20 * MiB), randomBytes(3 * MiB)];
      await putContent(name, before);
      const blob = await store.get(name);
      const chunks: Buffer[] = [];
      for await (const chunk of blob?.body ?? []) {
        if (chunks.length === 0) await putContent(name, after);
        chunks.push(chunk);
      }
      expect(sha256(Buffer.concat(chunks))).toBe(sha256(before));
      expect(sha256((await read(name))?.content)).toBe(sha256(after));
    });

    it('holds one whole blob when several are stored under one name at once', async () => {
      const name = newName();
      const contents = Array.from({ length: 6 }, (_, index) => Buffer.alloc(6 * MiB, index + 1));
      await Promise.all(contents.map((content) => putContent(name, content)));
      const back = await read(name);
      expect(contents.map(sha256)).toContain(sha256(back?.content));
    });

    it.skipIf(process.platform !== 'linux')('lets go of a blob whose reader leaves early', async () => {
      const name = newName();
      await putContent(name, randomBytes(20 * MiB));
      const handles = async () => (await readdir('/proc/self/fd')).length;
      const before = await handles();
      for (let count = 0; count < 30; count++) (await store.get(name))?.body.destroy();
      for (let count = 0; count < 10; count++) {
        for await (const _ of (await store.get(name))?.body ?? []) break;
      }
      await vi.waitFor(async () => expect(await handles()).toBeLessThanOrEqual(before + 1), 5000);
    });

    it('ends a read whose signal is aborted', async () => {
      const name = newName();
      await putContent(name, randomBytes(20 * MiB));
      const controller = new AbortController();
      const blob = await store.get(name, { signal: controller.signal });
      await expect(async () => {
        for await (const _ of blob?.body ?? []) controller.abort();
      }).rejects.toThrow();
      expect(blob?.body.destroyed).toBe(true);
    });

    it('shows nothing of a put that was aborted', async () => {
      const name = newName();
      const path = await writeSource(randomBytes(20 * MiB));
      await expect(store.putFile(name, path, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
      const bytes = store.putBytes(name, Buffer.from('x'), { signal: AbortSignal.abort() });
      await expect(bytes).rejects.toThrow(/abort/);
      expect(await store.stat(name)).toBeUndefined();
      expect(await namesOf('demoblobs/')).not.toContain(name);
    });

    it('says that a source file is missing, and keeps the blob there was', async () => {
      const name = newName();
      await putContent(name, Buffer.from('still here'));
      for (const path of [join(sources, 'missing'), sources])
        await expect(store.putFile(name, path)).rejects.toMatchObject({ code: 'source_missing' });
      expect((await read(name))?.content.toString()).toBe('still here');
    });

    it('lists the blobs of one kind with their sizes', async () => {
      const [id, other] = [newSessionId(), newSessionId()];
      await putContent(demoBlobName(id), randomBytes(3));
      await putContent(demoBlobName(other), randomBytes(4));
      await store.putBytes(analysisBlobName(id), randomBytes(5));
      const demos = await namesOf('demoblobs/');
      expect(demos.get(demoBlobName(id))).toBe(3);
      expect(demos.get(demoBlobName(other))).toBe(4);
      expect([...demos.keys()].every((name) => name.startsWith('demoblobs/'))).toBe(true);
      expect((await namesOf('jsonblobs/')).get(analysisBlobName(id))).toBe(5);
    });

    it('refuses every name that is not one of a blob', async () => {
      const path = await writeSource(Buffer.from('no'));
      for (const text of badNames) {
        const name = text as BlobName;
        const refusal = { code: 'invalid_name' };
        await expect(store.putFile(name, path), text).rejects.toMatchObject(refusal);
        await expect(store.putBytes(name, Buffer.from('no')), text).rejects.toMatchObject(refusal);
        await expect(store.get(name), text).rejects.toMatchObject(refusal);
        await expect(store.stat(name), text).rejects.toMatchObject(refusal);
        await expect(store.delete(name), text).rejects.toMatchObject(refusal);
      }
      const listing = async () => {
        for await (const _ of store.list('../' as 'demoblobs/'));
      };
      await expect(listing()).rejects.toMatchObject({ code: 'invalid_name' });
    });

    it('passes its own check, and leaves nothing of it behind', async () => {
      const before = await namesOf('demoblobs/');
      await store.check();
      await store.check({ signal: AbortSignal.timeout(30_000) });
      expect(await namesOf('demoblobs/')).toEqual(before);
      await expect(store.check({ signal: AbortSignal.abort() })).rejects.toThrow(/abort/);
    });
  });
}

const badNames = [
  '',
  'demoblobs/',
  'demoblobs/x.dem',
  'demoblobs/1.json',
  'jsonblobs/1.dem',
  'demoblobs/1.dem/',
  'demoblobs/1.dem\n',
  'demoblobs/../jsonblobs/1.json',
  '../demoblobs/1.dem',
  '/demoblobs/1.dem',
  'demoblobs\\1.dem',
  'demoblobs/0.dem',
  'demoblobs/-1.dem',
  'demoblobs/01.dem',
  'demoblobs/１.dem',
  'demoblobs/1e3.dem',
  'demoblobs/9007199254740992.dem',
  'demoblobs/99999999999999999.dem',
];

/** A session id no other test uses: an S3 store outlives the tests. */
function newSessionId(): bigint {
  return BigInt(`0x${randomBytes(6).toString('hex')}`) + 1n;
}

function newName(): BlobName {
  return demoBlobName(newSessionId());
}

function sha256(content: Uint8Array | undefined): string | undefined {
  return content && createHash('sha256').update(content).digest('hex');
}
