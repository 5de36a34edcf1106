import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { UploadRecord } from './upload-record.ts';

const service = { baseUrl: 'https://demos.example' };
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demobase-upload-record-'));
  vi.stubEnv('XDG_STATE_HOME', folder);
  await writeFile(join(folder, 'a.dem'), '');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

it('remembers the session of a file until the upload is done', () => {
  const file = { path: join(folder, 'a.dem'), sizeBytes: 5, modifiedAtMs: 1 };
  new UploadRecord(file, service).write('42');
  expect(new UploadRecord(file, service).sessionId).toBe('42');
  new UploadRecord(file, service).remove();
  expect(new UploadRecord(file, service).sessionId).toBeUndefined();
});

it('takes a changed file, and another service, for another upload', () => {
  const file = { path: join(folder, 'a.dem'), sizeBytes: 5, modifiedAtMs: 1 };
  new UploadRecord(file, service).write('42');
  expect(new UploadRecord({ ...file, sizeBytes: 6 }, service).sessionId).toBeUndefined();
  expect(new UploadRecord({ ...file, modifiedAtMs: 2 }, service).sessionId).toBeUndefined();
  expect(new UploadRecord(file, { baseUrl: 'https://other.example' }).sessionId).toBeUndefined();
});
