import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FileSource } from './file-source.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demobase-file-source-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('reads any part of the file, and knows its SHA-256', async () => {
  const path = join(folder, 'a.dem');
  await writeFile(path, 'hello world');
  const source = await FileSource.open(path);
  expect(source.sizeBytes).toBe(11);
  expect(Buffer.from(await source.read(6, 5)).toString()).toBe('world');
  expect(await source.sha256()).toBe('b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9');
  await source.close();
});

it('says so when the file becomes shorter than it was', async () => {
  const path = join(folder, 'a.dem');
  await writeFile(path, 'hello world');
  const source = await FileSource.open(path);
  await truncate(path, 4);
  await expect(source.read(0, 11)).rejects.toThrow('became shorter');
  await source.close();
});

it('says in one line that there is no such file', async () => {
  const path = join(folder, 'none.dem');
  await expect(FileSource.open(path)).rejects.toThrow(`There is no file ${path}.`);
  await expect(FileSource.open(folder)).rejects.toThrow(`${folder} is not a file.`);
});
