import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runDemobase } from './demobase-program.ts';
import { RunningService, serviceEnvironment } from './running-service.ts';

let folder: string;
let service: RunningService;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demobase-broadcast-'));
  await chmod(folder, 0o755);
  service = await RunningService.start(join(folder, 'data'));
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

const run = (...args: string[]) =>
  runDemobase(['broadcast', ...args], { env: serviceEnvironment(join(folder, 'data')), cwd: folder });
const told = async () => (await fetch(`${service.url}/broadcasts`)).json();

it('tells everybody something until it is removed', async () => {
  expect(await run('list')).toMatchObject({ exitCode: 0, stdout: '', stderr: 'There are no broadcasts.\n' });
  const added = await run('add', 'Down from 20:00 UTC', '--importance', 'warning');
  expect(added).toMatchObject({ exitCode: 0, stdout: '1\n' });
  const json = await run('add', 'Welcome', '--json');
  expect(JSON.parse(json.stdout)).toMatchObject({ id: '2', message: 'Welcome', importance: 'info' });
  expect(await told()).toMatchObject([
    { message: 'Welcome', importance: 'info' },
    { message: 'Down from 20:00 UTC', importance: 'warning' },
  ]);
  expect((await run('list')).stdout).toMatch(
    /^ *2 {2}\S+ \S+ +info +Welcome\n *1 {2}\S+ \S+ +warning +Down from 20:00 UTC\n$/,
  );

  expect(await run('remove', '1')).toMatchObject({ exitCode: 0, stderr: 'Broadcast 1 is over.\n' });
  expect(await told()).toMatchObject([{ message: 'Welcome' }]);
  expect(JSON.parse((await run('list', '--json')).stdout)).toMatchObject([{ id: '2' }]);
  expect(await run('remove', '1')).toMatchObject({
    exitCode: 1,
    stderr: 'demobase: There is no broadcast 1, or it was retired before.\n',
  });
});

it('says what is wrong with a message', async () => {
  expect(await run('add', '  ')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('message must be'),
  });
  expect(await run('add', 'x', '--importance', 'Very much')).toMatchObject({
    ...{ exitCode: 1, stderr: expect.stringContaining('importance must be one word') },
  });
});
