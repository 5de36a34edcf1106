import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildDemo } from '@demobase/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { areRecordingsAbsent, readRecording, recordingsNote } from '../../../demo/test/recordings.ts';
import type { Player } from './player.ts';
import { runPython } from './run-python.ts';
import { useServer } from './running-server.ts';

const script = fileURLToPath(new URL('./documented-client.py', import.meta.url));
const isPythonAbsent = spawnSync('python3', ['-c', 'import requests, websockets']).status !== 0;
const pythonNote = isPythonAbsent ? ' (SKIPPED: no python3 with requests and websockets)' : '';
for (const note of [pythonNote, recordingsNote]) if (note) process.stderr.write(`documented client${note}\n`);

const RECORDINGS = [
  'hl2dm-stv-airfusion.dem',
  'portal-pov-protocol15.dem',
  'portal-pov.dem',
  'tf2-pov-gullywash.dem',
  'tf2-pov-itemtest.dem',
  'tf2-pov-steel-2024.dem',
  'tf2-stv-gullywash-cut-256k.dem',
];

describe.skipIf(isPythonAbsent)(`the documented client${pythonNote}`, () => {
  const server = useServer();
  let folder: string;
  let player: Player;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demobase-python-'));
    player = await server.createPlayer();
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs the script; returns what it printed and the id of its session. */
  async function runScript(demo: Uint8Array) {
    const demoPath = join(folder, 'some_demo_file.dem');
    await writeFile(demoPath, demo);
    const ran = await runPython(script, [new URL(server.url).host, player.key, demoPath]);
    return { ...ran, sessionId: /\d+/.exec(ran.stdout)?.[0] ?? '' };
  }

  it('streams a demo whose session closes by itself, and the demo comes back as it was', async () => {
    const demo = buildDemo({ ticks: 5_000 });
    const { exitCode, stderr, sessionId } = await runScript(demo);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(sha256(await player.receiveDemo(sessionId))).toBe(sha256(demo));
  });

  it('is given a session id that every JSON reader reads exactly', async () => {
    const { stdout } = await runScript(buildDemo({ ticks: 100 }));
    expect(stdout).toMatch(/^\{"session_id":[1-9]\d*\}\n$/);
    expect(JSON.parse(stdout).session_id).toBeLessThan(2 ** 53);
  });

  it('never waits for its last session: the next one closes it', async () => {
    const demos = [1, 2, 3].map((seed) => buildDemo({ seed, ticks: 500 }));
    const sessionIds: string[] = [];
    for (const demo of demos) sessionIds.push((await runScript(demo)).sessionId);
    for (const [index, sessionId] of sessionIds.entries()) {
      expect(sha256(await player.receiveDemo(sessionId))).toBe(sha256(demos[index] ?? new Uint8Array()));
    }
  });

  describe.skipIf(areRecordingsAbsent)(`with real recordings${recordingsNote}`, () => {
    it.each(RECORDINGS)('brings %s back bit by bit', async (name) => {
      const demo = readRecording(name);
      const { exitCode, sessionId } = await runScript(demo);
      expect(exitCode).toBe(0);
      expect(await player.closeSession()).toMatchObject({ status: 200 });
      expect(sha256(await player.receiveDemo(sessionId))).toBe(sha256(demo));
    });

    it.each([
      ['cut-header-512.dem', /512/],
      ['protocol4-not-supported.dem', /protocol 4/],
    ])('refuses %s with the reason', async (name, reason) => {
      const { sessionId } = await runScript(readRecording(name));
      await player.closeSession();
      await player.waitForState(sessionId, 'rejected');
      const { status, text } = await player.download(sessionId);
      expect(status).toBe(404);
      expect(text).toMatch(reason);
    });
  });
});

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
