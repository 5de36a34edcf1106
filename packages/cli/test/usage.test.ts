import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runDemobase } from './demobase-program.ts';

const COMMANDS = [
  '',
  'serve',
  'worker',
  'upload',
  'demos',
  'demos list',
  'demos get',
  'inspect',
  'analyse',
  'servers',
  'servers list',
  'servers query',
  'servers watch',
  'player',
  'key',
  'key create',
  'key list',
  'key revoke',
  'role',
  'role grant',
  'role revoke',
  'role list',
  'analysis',
  'analysis status',
  'analysis requeue',
  'broadcast',
  'broadcast add',
  'broadcast list',
  'broadcast remove',
  'migrate',
  'migrate up',
  'migrate down',
  'migrate status',
  'migrate make',
  'doctor',
];

describe('--help', () => {
  it.each(COMMANDS)('of "demobase %s" is what it was', async (command) => {
    const { exitCode, stdout } = await runDemobase([...command.split(' ').filter(Boolean), '--help']);
    expect(exitCode).toBe(0);
    const golden = new URL(`help/${`demobase ${command}`.trim().replaceAll(' ', '-')}.txt`, import.meta.url);
    if (process.env.UPDATE_GOLDEN) await writeFile(golden, stdout);
    expect(stdout).toBe(await readFile(golden, 'utf8'));
    const isGroup = stdout.includes('\nCommands:\n');
    if (!isGroup) expect(stdout).toMatch(/\nExamples?:\n {2}\$ |\nExamples?:\n {2}\$ DEMOBASE/);
  });
});

describe('exit codes', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'demobase-usage-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['no command', []],
    ['an unknown command', ['uplod']],
    ['an unknown option', ['demos', 'list', '--al']],
    ['a missing argument', ['upload']],
    ['a malformed Steam ID', ['role', 'list', 'gaben']],
    ['a malformed id of a broadcast', ['broadcast', 'remove', 'all']],
    ['demos to analyse again that are not named', ['analysis', 'requeue']],
    ['demos to analyse again that are named twice', ['analysis', 'requeue', '--all', '7']],
    ['an unknown role', ['role', 'grant', '76561198006409530', 'king']],
    ['a malformed session id', ['demos', 'get', 'last']],
    ['no API key', ['demos', 'list']],
    ['a URL that is none', ['demos', 'list', '--url', 'demos.example', '--api-key', 'MB-x']],
    ['a file to inspect that is not named', ['inspect']],
    ['events as one document', ['inspect', 'match.dem', '--events', '--json']],
    ['a kind of event there is none of', ['inspect', 'match.dem', '--events', '--only', 'deaths']],
    ['a choice of events without events', ['inspect', 'match.dem', '--only', 'stop']],
    ['a demo to analyse that is not named', ['analyse']],
    ['a parameter without a value', ['analyse', 'match.dem', '--parameter', 'aim_snap.minSnapDegrees']],
    ['analyses in two formats at once', ['analyse', 'match.dem', '--json', '--ndjson']],
    ['no demos side by side', ['analyse', 'match.dem', '--jobs', '0']],
    ['more stdins than there are', ['analyse', '-', '-']],
    ['a list of game servers without a key', ['servers', 'list']],
    ['a filter with an unknown option', ['servers', 'list', '--filter', '{"or":[{"mpa":"a"}]}']],
    ['opposite options', ['servers', 'list', '--empty', '--has-players']],
    ['more game servers than Steam gives', ['servers', 'list', '--limit', '10001']],
    ['no address', ['servers', 'query']],
    ['an address that is none', ['servers', 'query', '192.0.2.10:27015', '192.0.2.999']],
    ['no address on stdin', ['servers', 'query', '-']],
    ['an unknown part', ['servers', 'query', '192.0.2.10', '--part', 'info']],
    ['two formats at once', ['servers', 'query', '192.0.2.10', '--json', '--ndjson']],
    ['an SDR address without a key', ['servers', 'query', '169.254.189.228:41928']],
    ['watching too often', ['servers', 'watch', '192.0.2.10', '--interval', '9']],
    ['a player without a key', ['player', '76561198006409530']],
    ['a file with no Steam key in it', ['player', '76561198006409530', '--steam-api-key-file', '/dev/null']],
  ])('2 for %s, with nothing on stdout', async (_case, args) => {
    const { exitCode, stdout, stderr } = await runDemobase(args, { cwd: folder });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).not.toBe('');
  });

  it('2 for a setting that is none, naming it', async () => {
    const env = { DEMOBASE_DATA_DIR: folder, DEMOBASE_PROT: '80' };
    for (const args of [['serve'], ['key', 'list']]) {
      const { exitCode, stderr } = await runDemobase(args, { env, cwd: folder });
      expect(exitCode).toBe(2);
      expect(stderr).toContain('demobase: DEMOBASE_PROT is not a setting.');
    }
  });

  it('1 for a service that is not there, in one line', async () => {
    const args = ['demos', 'list', '--url', 'http://127.0.0.1:1', '--api-key', 'MB-x'];
    const { exitCode, stderr } = await runDemobase(args, { cwd: folder });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^demobase: Cannot reach http:\/\/127\.0\.0\.1:1: .*\n$/);
  });

  it('1 for a file that is not there, or is not a demo', async () => {
    await writeFile(join(folder, 'notes.txt'), 'x'.repeat(2000));
    const env = { DEMOBASE_API_KEY: 'MB-x' };
    const missing = await runDemobase(['upload', 'none.dem'], { env, cwd: folder });
    expect(missing).toMatchObject({ exitCode: 1, stderr: 'demobase: There is no file none.dem.\n' });
    const notes = await runDemobase(['upload', 'notes.txt'], { env, cwd: folder });
    expect(notes).toMatchObject({
      exitCode: 1,
      stderr: 'demobase: This is not a demo: it does not begin with HL2DEMO.\n',
    });
  });

  it('0 for --version', async () => {
    const { exitCode, stdout } = await runDemobase(['--version']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});

describe('the API key', () => {
  it('is read from a file, and quoted in no message', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'demobase-key-'));
    await writeFile(join(folder, 'key'), 'MB-secret with spaces\n');
    const { exitCode, stderr } = await runDemobase(['demos', 'list', '--api-key-file', 'key'], {
      cwd: folder,
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('malformed');
    expect(stderr).not.toContain('secret');
    await rm(folder, { recursive: true });
  });
});
