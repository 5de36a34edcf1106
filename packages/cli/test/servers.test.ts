import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defaultGameServers,
  type FakeGameServer,
  type FakeGameServerOptions,
  type GameServerListing,
  type SteamSimulator,
  startFakeGameServer,
  startSteamSimulator,
} from '@demobase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunningProgram, type RunOptions, type RunResult } from './demobase-program.ts';

const RELAYED = '169.254.189.228:41928';
const HOSTILE = 'evil \x1b[2J\x1b]0;mine\x07 \u009b31m \u202e日本';

const silence = { info: { kind: 'silent' }, players: { kind: 'silent' }, rules: { kind: 'silent' } } as const;

let steam: SteamSimulator;
let folder: string;
let games: FakeGameServer[];

beforeEach(async () => {
  steam = await startSteamSimulator();
  folder = await mkdtemp(join(tmpdir(), 'demobase-servers-'));
  games = [];
});

afterEach(async () => {
  await Promise.all([steam.close(), ...games.map((game) => game.close())]);
  await rm(folder, { recursive: true });
});

async function startGame(options: FakeGameServerOptions = {}): Promise<FakeGameServer> {
  const game = await startFakeGameServer(options);
  games.push(game);
  return game;
}

/** Puts game servers into Steam's list, besides the four that the simulator knows. */
function list(addr: string, listing: Partial<GameServerListing> = {}): void {
  const [known] = defaultGameServers;
  if (known) steam.addGameServer({ listing: { ...known.listing, addr, ...listing } });
}

function start(args: readonly string[], { env = {}, ...options }: RunOptions = {}): RunningProgram {
  return new RunningProgram(['servers', ...args], {
    ...options,
    cwd: folder,
    env: { DEMOBASE_STEAM_API_URL: steam.apiUrl, STEAM_API_KEY: steam.apiKey, ...env },
  });
}

function run(args: readonly string[], options?: RunOptions): Promise<RunResult> {
  return start(args, options).ended;
}

function readLines(ndjson: string): unknown[] {
  return ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('servers list', () => {
  it('prints a row for each game server', async () => {
    const { exitCode, stdout, stderr } = await run(['list', '--map', 'cp_dustbowl']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe(
      '192.0.2.10:27015    12/24     0  cp_dustbowl  Dustbowl all day\n' +
        '192.0.2.11:27015     0/24     0  cp_dustbowl  No tags, nobody home\n',
    );
  });

  it('sends every condition to Steam, operators last', async () => {
    const filter = '{"nor":[{"map":"itemtest"}]}';
    await run([
      'list',
      '--tag',
      'payload',
      '--tag',
      'valve',
      '--has-players',
      '--filter',
      filter,
      '--limit',
      '7',
    ]);
    expect(steam.requests.map(({ parameters }) => parameters)).toEqual([
      {
        filter: String.raw`\appid\440\gametype\payload,valve\empty\1\nor\1\map\itemtest`,
        limit: '7',
      },
    ]);
  });

  it('prints JSON in the words of Steam, whole or line by line', async () => {
    const listings = defaultGameServers.map(({ listing }) => listing);
    const whole = await run(['list', '--json']);
    expect(JSON.parse(whole.stdout)).toEqual(listings);
    const lines = await run(['list', '--ndjson']);
    expect(readLines(lines.stdout)).toEqual(listings);
  });

  it('lets no name steer the terminal, and keeps it as it is in JSON', async () => {
    list('192.0.2.66:27015', { name: HOSTILE, map: 'ctf_2fort\nfake', gametype: 'hostile' });
    const table = await run(['list', '--tag', 'hostile']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is shown here
    expect(table.stdout.trimEnd()).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
    expect(table.stdout).toContain('ctf_2fort␊fake  evil ␛[2J␛]0;mine␇ �31m �日本\n');
    const json = await run(['list', '--tag', 'hostile', '--json']);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    expect(json.stdout.trimEnd()).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202e]/);
    expect(JSON.parse(json.stdout)).toMatchObject([{ name: HOSTILE, map: 'ctf_2fort\nfake' }]);
  });

  it('says what an empty answer can mean, and that is no failure', async () => {
    const { exitCode, stdout, stderr } = await run(['list', '--map', 'nowhere', '--json']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '[]\n' });
    expect(stderr).toMatch(/^Steam’s answer was empty\. .*\n$/);
    expect(await run(['list', '--map', 'nowhere'])).toMatchObject({ exitCode: 0, stdout: '' });
  });

  it('says that there may be more, and how many entries could not be read', async () => {
    expect((await run(['list', '--limit', '2'])).stderr).toBe(
      'These are the first 2, and there may be more: --limit asks for up to 10000.\n',
    );
    const servers = [{ addr: '192.0.2.1:27015' }, { name: 'no address' }, 'no object'];
    steam.setBehaviour({
      answerServerList: { status: 200, body: JSON.stringify({ response: { servers } }) },
    });
    expect(await run(['list'])).toMatchObject({
      exitCode: 0,
      stdout: '192.0.2.1:27015      -/-     -  -    -\n',
      stderr: 'Left out are entries of Steam’s list that could not be read: 2.\n',
    });
  });

  it('asks each game server itself, and puts what it says beside what Steam says', async () => {
    const game = await startGame();
    list(game.address, { players: 2, gametype: 'ours' });
    list(RELAYED.replace('41928', '41929'), { gametype: 'ours', players: 5 });
    const { exitCode, stdout, stderr } = await run([
      'list',
      '--tag',
      'ours',
      '--query',
      '--allow-private',
      '--ndjson',
    ]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = readLines(stdout);
    expect(lines).toHaveLength(2);
    expect(lines).toContainEqual(
      expect.objectContaining({
        addr: game.address,
        players: 2,
        observation: expect.objectContaining({
          via: 'udp',
          player_counts: { listed: 2, reported: 3, reported_bots: 0, counted: 3 },
        }),
      }),
    );
    const table = await run(['list', '--tag', 'ours', '--query', '--allow-private']);
    expect(table.stdout).toMatch(
      new RegExp(`^${game.address} +2 +3/24 +0 +3 {2}cp_badlands +Badlands around the clock\n`),
    );
  });

  it.each([
    [
      'a key that Steam does not take',
      { status: 403, body: '<html>Forbidden</html>' },
      /does not take the API key/,
    ],
    ['a bad question', { status: 400, body: '<html>Bad</html>' }, /\(status 400\)/],
  ])('fails with one sentence for %s, without the key', async (_case, answerServerList, sentence) => {
    steam.setBehaviour({ answerServerList });
    const { exitCode, stdout, stderr } = await run(['list'], { env: { DEBUG: '1' } });
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toMatch(sentence);
    expect(stderr).toMatch(/^demobase: /);
    expect(stderr).not.toContain(steam.apiKey);
  });

  it('lets a reader stop early without a word', async () => {
    for (let host = 0; host < 9000; host += 1) list(`192.0.2.12:${host + 1}`, { gametype: 'many' });
    const listing = start(['list', '--tag', 'many', '--limit', '10000', '--ndjson']);
    listing.child.stdout?.once('data', () => listing.child.stdout?.destroy());
    expect(await listing.ended).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('servers query', () => {
  it('shows a person what a game server says of itself, without a key', async () => {
    const game = await startGame({ game: { name: HOSTILE } });
    const { exitCode, stdout, stderr } = await run(['query', game.address, '--allow-private'], {
      env: { STEAM_API_KEY: '' },
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n')[0]).toBe(game.address);
    for (const text of [
      'evil ␛[2J␛]0;mine␇ �31m �日本\n',
      'map        cp_badlands\n',
      '3 of 24, no bots, says the server\n',
      '3 in the list of players\n',
      '      4  51:19  Rocket Ronda\n',
      'tf_weapon_criticals  0\n',
    ]) {
      expect(stdout).toContain(text);
    }
  });

  it('prints one document for one address, and an array in the order of asking for several', async () => {
    const [slow, fast] = await Promise.all([startGame({ behaviour: { delayMs: 100 } }), startGame()]);
    const one = await run(['query', fast.address, '--allow-private', '--json']);
    expect(JSON.parse(one.stdout)).toMatchObject({
      address: fast.address,
      via: 'udp',
      outcomes: { ping: { outcome: 'ok' }, players: { outcome: 'ok' }, rules: { outcome: 'ok' } },
      ping_data: { server_name: 'Badlands around the clock', num_players: 3, steamid: '90178913460028417' },
    });
    const several = await run(['query', slow.address, fast.address, '--allow-private', '--json']);
    expect(JSON.parse(several.stdout)).toMatchObject([{ address: slow.address }, { address: fast.address }]);
    const fromStdin = await run(['query', '-', '--allow-private', '--json'], { stdin: `${fast.address}\n` });
    expect(JSON.parse(fromStdin.stdout)).toMatchObject([{ address: fast.address }]);
  });

  it('asks only for the parts that are wanted', async () => {
    const game = await startGame();
    await run(['query', game.address, '--allow-private', '--part', 'rules', '--part', 'ping']);
    expect([...new Set(game.requests.map(({ part }) => part))]).toEqual(['info', 'rules']);
  });

  it('says in words what a game server left unanswered', async () => {
    const game = await startGame({ behaviour: { rules: { kind: 'silent' } } });
    const { exitCode, stdout } = await run(['query', game.address, '--allow-private']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ {2}rules +no answer after \d+ tries\n/);
  });

  it('ends with 1 when one of them did not answer, and says which', async () => {
    const [silent, game] = await Promise.all([startGame({ behaviour: silence }), startGame()]);
    const { exitCode, stdout, stderr } = await run([
      'query',
      silent.address,
      game.address,
      '--allow-private',
      '--ndjson',
    ]);
    expect(exitCode).toBe(1);
    expect(readLines(stdout)).toMatchObject([{ address: game.address }, { address: silent.address }]);
    expect(stderr).toMatch(new RegExp(`^${silent.address}: no answer after \\d+ tries\\.\n$`));
  });

  it('knocks on no door of this machine unless told to', async () => {
    const game = await startGame();
    const { exitCode, stderr } = await run(['query', game.address]);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      new RegExp(`^${game.address}: .* private network\\. --allow-private asks it all the same\\.\n$`),
    );
    expect(game.requests).toEqual([]);
  });

  it('asks the relay of Steam for an SDR address, in every way a key can be given', async () => {
    await writeFile(join(folder, 'key'), `${steam.apiKey}\n`);
    await writeFile(join(folder, 'key.json'), JSON.stringify({ steam_api_key: steam.apiKey }));
    await writeFile(join(folder, 'key.toml'), `steam_api_key = "${steam.apiKey}"\n`);
    const ways: [string[], RunOptions['env']][] = [
      [[], { STEAM_API_KEY: steam.apiKey }],
      ...['key', 'key.json', 'key.toml'].map((file): [string[], RunOptions['env']] => [
        ['--steam-api-key-file', file],
        { STEAM_API_KEY: 'F'.repeat(32) },
      ]),
    ];
    for (const [args, env = {}] of ways) {
      const { exitCode, stdout, stderr } = await run(['query', RELAYED, '--json', ...args], { env });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(JSON.parse(stdout)).toMatchObject({
        via: 'relay',
        ping_data: { map: 'pl_pier' },
        player_counts: { reported: 24, counted: 3 },
      });
    }
    await writeFile(join(folder, '.env'), `STEAM_API_KEY=${steam.apiKey}\n`);
    const program = new RunningProgram(['servers', 'query', RELAYED], {
      cwd: folder,
      env: { DEMOBASE_STEAM_API_URL: steam.apiUrl },
    });
    expect((await program.ended).stdout).toContain('through Steam’s relay');
  });

  it('says why the relay brought nothing, without the key', async () => {
    const { exitCode, stderr } = await run(['query', RELAYED], { env: { STEAM_API_KEY: 'F'.repeat(32) } });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(new RegExp(`^${RELAYED}: Steam does not take the API key`));
    expect(stderr).not.toContain('FFFF');
  });

  it('quotes nothing of a file that holds no key', async () => {
    await writeFile(join(folder, 'key'), 'PASSWORD=hunter2\n');
    const { exitCode, stderr } = await run(['query', RELAYED, '--steam-api-key-file', 'key']);
    expect(exitCode).toBe(2);
    expect(stderr).not.toContain('hunter2');
  });

  it('stops at Ctrl+C in the middle of a long query, and keeps the lines that were out', async () => {
    const [slow, game] = await Promise.all([startGame({ behaviour: { delayMs: 60_000 } }), startGame()]);
    const query = start(['query', slow.address, game.address, '--allow-private', '--ndjson']);
    await query.waitForStdout(/\n/);
    const { exitCode, stdout, stderr } = await query.end('SIGINT');
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: 'demobase: Interrupted.\n' });
    expect(readLines(stdout)).toMatchObject([{ address: game.address }]);
  });
});

describe('servers watch', () => {
  it('prints a line for each look, with what changed', async () => {
    const game = await startGame();
    const watch = start(['watch', game.address, '--allow-private', '--interval', '1', '--count', '2']);
    await watch.waitForStdout(/\n/);
    const [ronda] = game.game.players;
    game.setGame({
      map: 'pl_pier',
      players: [...(ronda ? [ronda] : []), { name: HOSTILE, score: 0, durationSeconds: 1 }],
    });
    const { exitCode, stdout, stderr } = await watch.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {5}3\/24 {2}cp_badlands$/),
      expect.stringMatching(
        / 2\/24 {2}pl_pier {2}map was cp_badlands {2}\+evil ␛.*日本 {2}-soysauce {2}-Zoë ☂$/,
      ),
      '',
    ]);
  });

  it('ends without a word at Ctrl+C, with 130', async () => {
    const game = await startGame();
    const watch = start(['watch', game.address, '--allow-private', '--ndjson']);
    await watch.waitForStdout(/\n/);
    const { exitCode, stdout, stderr } = await watch.end('SIGINT');
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: '' });
    expect(readLines(stdout)).toMatchObject([
      { address: game.address, outcomes: { rules: { outcome: 'not-asked' } } },
    ]);
  });

  it('goes on while the game server is silent, and ends with 1 when it always was', async () => {
    const game = await startGame({ behaviour: silence });
    const { exitCode, stdout } = await run([
      'watch',
      game.address,
      '--allow-private',
      '--interval',
      '1',
      '--count',
      '1',
    ]);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/ {2}no answer after \d+ tries\n$/);
  });

  it('ends at once when no later look can bring more', async () => {
    const local = await run(['watch', '127.0.0.1:27015']);
    expect(local).toMatchObject({ exitCode: 1, stdout: '' });
    expect(local.stderr).toMatch(/^demobase: .* private network\. --allow-private asks it all the same\.\n$/);
    const relayed = await run(['watch', RELAYED], { env: { STEAM_API_KEY: 'F'.repeat(32) } });
    expect(relayed).toMatchObject({ exitCode: 1, stdout: '' });
    expect(relayed.stderr).toMatch(/^demobase: Steam does not take the API key/);
  });
});
