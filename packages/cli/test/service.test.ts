import { createWriteStream } from 'node:fs';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { streamDemo } from '@demobase/testkit';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { RunningProgram, type RunResult, runDemobase } from './demobase-program.ts';
import { MeteredProxy } from './metered-proxy.ts';
import { RunningService, serviceEnvironment } from './running-service.ts';

const PLAYER = '76561198006409530';
const DEMO_BYTES = 96 * 1024 ** 2;
const MiB = 1024 ** 2;

let folder: string;
let dataDir: string;
let demoPath: string;
let service: RunningService;
let proxy: MeteredProxy;
let apiKey: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demobase-cli-'));
  await chmod(folder, 0o755);
  dataDir = join(folder, 'data');
  demoPath = join(folder, 'match.dem');
  await pipeline(Readable.from(streamDemo({ sizeBytes: DEMO_BYTES })), createWriteStream(demoPath));
  [service, proxy] = await Promise.all([RunningService.start(dataDir), MeteredProxy.start()]);
  proxy.target = new URL(service.url);
  apiKey = (await runTool(['key', 'create', '--steam-id', PLAYER])).stdout.trim();
});

afterAll(async () => {
  await proxy?.stop();
  const stopped = await service?.stop();
  await rm(folder, { recursive: true });
  expect(stopped?.exitCode).toBe(0);
});

beforeEach(() => proxy.resetMeters());

it('goes on with an upload after the service was killed in the middle of it', async () => {
  const upload = startClient(['upload', demoPath, '--json']);
  await proxy.when(({ uploadedBytes }) => uploadedBytes > 20 * MiB);
  await service.kill();
  service = await RunningService.start(dataDir);
  proxy.target = new URL(service.url);

  const { exitCode, stdout, stderr } = await upload.ended;
  expect(stderr).toContain('Trying again');
  expect(exitCode).toBe(0);
  const stored = JSON.parse(stdout);
  expect(stored.size_bytes).toBe(DEMO_BYTES);
  // At least what was acknowledged before the crash was not sent again.
  expect(proxy.uploadedBytes).toBeLessThan(DEMO_BYTES + 20 * MiB);
  await expectStored(stored.session_id);
});

it('goes on with an upload that was killed itself, when the same command runs again', async () => {
  const killed = startClient(['upload', demoPath]);
  await proxy.when(({ uploadedBytes }) => uploadedBytes > 30 * MiB);
  await killed.end('SIGKILL');
  proxy.resetMeters();

  const { exitCode, stdout } = await runClient(['upload', demoPath]);
  expect(exitCode).toBe(0);
  expect(proxy.uploadedBytes).toBeLessThan(DEMO_BYTES - 10 * MiB);
  await expectStored(stdout.trim());
});

it('ends with 130 when interrupted, and says how to go on', async () => {
  const upload = startClient(['upload', demoPath]);
  await proxy.when(({ uploadedBytes }) => uploadedBytes > 10 * MiB);
  const { exitCode, stderr } = await upload.end('SIGINT');
  expect(exitCode).toBe(130);
  expect(stderr).toBe('demobase: Interrupted. Run the same command again to go on.\n');
  expect((await runClient(['upload', demoPath])).exitCode).toBe(0);
});

it('goes on with a download whose connection was cut, and leaves one whole file', async () => {
  const [{ session_id: sessionId }] = JSON.parse((await runClient(['demos', 'list', '--json'])).stdout);
  const target = join(folder, 'cut.dem');
  const download = startClient(['demos', 'get', sessionId, '-o', target]);
  await proxy.when(({ downloadedBytes }) => downloadedBytes > 20 * MiB);
  proxy.cutConnections();
  const { exitCode, stdout, stderr } = await download.ended;
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `${target}\n` });
  expect(stderr).toContain('Trying again');
  expect(proxy.downloadedBytes).toBeLessThan(DEMO_BYTES + 20 * MiB);
  expect((await readFile(target)).equals(await readFile(demoPath))).toBe(true);
  expect((await readdir(folder)).filter((name) => name.includes('partial'))).toEqual([]);
});

it('writes a demo to stdout, and lets a reader stop early without a word', async () => {
  const [{ session_id: sessionId }] = JSON.parse((await runClient(['demos', 'list', '--json'])).stdout);
  const reader = startClient(['demos', 'get', sessionId, '-o', '-']);
  reader.child.stdout?.once('data', () => reader.child.stdout?.destroy());
  const { stderr } = await reader.ended;
  expect(stderr).toBe('');
});

it('says in one line why the service refused', async () => {
  const everyone = await runClient(['demos', 'list', '--all']);
  expect(everyone).toMatchObject({ exitCode: 1, stdout: '' });
  expect(everyone.stderr).toMatch(/^demobase: This needs the role analyst\..*\n$/);

  expect(await runTool(['role', 'grant', '[U:1:46143802]', 'analyst', '--json'])).toMatchObject({
    exitCode: 0,
    stdout: `{"steam_id":"${PLAYER}","roles":["analyst","player"]}\n`,
  });
  expect((await runClient(['demos', 'list', '--all'])).exitCode).toBe(0);
  await runTool(['role', 'revoke', PLAYER, 'analyst']);
  expect((await runTool(['role', 'list', PLAYER])).stdout).toBe('player\n');
});

it('makes keys without touching others, and revokes one by what it begins with', async () => {
  const { api_key: second } = JSON.parse(
    (await runTool(['key', 'create', '--steam-id', 'STEAM_0:0:23071901', '--json'])).stdout,
  );
  expect(second).toMatch(/^MB-[\w-]{43}$/);
  const keys = JSON.parse((await runTool(['key', 'list', '--steam-id', PLAYER, '--json'])).stdout);
  expect(keys.map(({ prefix }: { prefix: string }) => prefix)).toEqual([
    apiKey.slice(0, 8),
    second.slice(0, 8),
  ]);

  expect((await runTool(['key', 'revoke', second.slice(0, 8)])).exitCode).toBe(0);
  const refused = await runDemobase(['demos', 'list'], {
    env: { DEMOBASE_URL: service.url, DEMOBASE_API_KEY: second },
  });
  expect(refused.stderr).toContain('This API key is not known here, or was revoked.');
  expect((await runClient(['demos', 'list'])).exitCode).toBe(0);
});

it('finds nothing wrong with a service that runs', async () => {
  const { exitCode, stdout } = await runTool(['doctor', '--json']);
  const findings = JSON.parse(stdout);
  expect(findings.filter(({ status }: { status: string }) => status === 'failed')).toEqual([]);
  expect(exitCode).toBe(0);
  expect(JSON.parse((await runTool(['migrate', 'status', '--json'])).stdout)[0]).toMatchObject({
    name: '0001-create-accounts',
    is_known: true,
  });
});

function startClient(args: readonly string[]): RunningProgram {
  return new RunningProgram(args, {
    env: { DEMOBASE_URL: proxy.url, DEMOBASE_API_KEY: apiKey, XDG_STATE_HOME: join(folder, 'state') },
    cwd: folder,
  });
}

function runClient(args: readonly string[]): Promise<RunResult> {
  return startClient(args).ended;
}

/** Commands that open the database by themselves. */
function runTool(args: readonly string[]): Promise<RunResult> {
  return runDemobase(args, { env: serviceEnvironment(dataDir), cwd: folder });
}

async function expectStored(sessionId: string): Promise<void> {
  const target = join(folder, `${sessionId}.dem`);
  expect(await runClient(['demos', 'get', sessionId])).toMatchObject({
    exitCode: 0,
    stdout: `${sessionId}.dem\n`,
  });
  expect((await readFile(target)).equals(await readFile(demoPath))).toBe(true);
}
