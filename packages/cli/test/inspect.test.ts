import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { parseUserInfo, summariseDemo } from '@demobase/demo';
import { buildDemo, buildMatch, streamDemo } from '@demobase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunningProgram, type RunOptions, type RunResult } from './demobase-program.ts';
import { areRecordingsAbsent, recordingPath, recordingsNote } from './recordings.ts';

const demo = buildDemo({ ticks: 200, map: 'pl_upward', clientName: 'Ronda \x1b[2J' });

/** Where the first packets of the demo are, and the last are not yet. */
const MIDDLE = 40_000;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demobase-inspect-'));
  await writeFile(join(folder, 'match.dem'), demo);
});
afterEach(() => rm(folder, { recursive: true }));

function start(args: readonly string[], options: RunOptions = {}): RunningProgram {
  return new RunningProgram(['inspect', ...args], { cwd: folder, ...options });
}

function inspect(args: readonly string[], options?: RunOptions): Promise<RunResult> {
  return start(args, options).ended;
}

interface EventLine {
  readonly event: string;
  readonly tick: number;
  readonly [field: string]: unknown;
}

function readLines(ndjson: string): EventLine[] {
  return ndjson
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

async function readEvents(path: string, only: string): Promise<EventLine[]> {
  const { exitCode, stdout } = await inspect([path, '--events', '--ndjson', '--only', only]);
  expect(exitCode).toBe(0);
  return readLines(stdout);
}

describe('inspect', () => {
  it('shows what is in a demo, and lets no name steer the terminal', async () => {
    expect(await inspect(['match.dem'])).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: [
        'match.dem',
        '  map          pl_upward',
        '  game         tf, network protocol 24',
        '  recorded by  Ronda ␛[2J',
        '  game server  Demobase test server, 169.254.71.12:27015, 25 slots',
        '  length       0:03, 200 ticks of 0.015 s, 200 packets',
        '  ends         with its stop command',
        '',
      ].join('\n'),
    });
  });

  it('prints the summary as JSON, whole or as a line, from a file or from stdin', async () => {
    const expected = JSON.parse(JSON.stringify(await summariseDemo([demo])));
    for (const format of ['--json', '--ndjson']) {
      const { exitCode, stdout } = await inspect(['match.dem', format]);
      expect(exitCode).toBe(0);
      expect(JSON.parse(stdout)).toEqual(expected);
      expect((await inspect(['-', format], { stdin: demo })).stdout).toBe(stdout);
    }
  });

  it('tells a demo that is cut off as far as it goes, which is no failure', async () => {
    await writeFile(join(folder, 'cut.dem'), demo.subarray(0, MIDDLE));
    const { exitCode, stdout, stderr } = await inspect(['cut.dem', '--json']);
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr:
        'cut.dem: ends inside a command: it is still being recorded, or was cut off. All before that was read.\n',
    });
    expect(JSON.parse(stdout)).toMatchObject({ map: 'pl_upward', ending: 'cut-inside-command' });
  });

  it('tells a damaged demo up to the damage, and ends with 1', async () => {
    const [end] = demo.subarray(-4);
    expect(end).toBe(7);
    await writeFile(join(folder, 'damaged.dem'), new Uint8Array([...demo.subarray(0, -4), 77, 0, 0, 0, 0]));
    const offset = demo.length - 4;
    const summary = await inspect(['damaged.dem', '--json']);
    expect(summary).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        new RegExp(`^demobase: damaged\\.dem: at byte ${offset}, .*\\. What came before it was read\\.\n$`),
      ),
    });
    expect(JSON.parse(summary.stdout)).toMatchObject({ ticks: 200, ending: 'damaged', error: { offset } });
    const events = await inspect(['damaged.dem', '--events', '--only', 'packet']);
    expect({ exitCode: events.exitCode, stderr: events.stderr }).toEqual({
      exitCode: 1,
      stderr: summary.stderr,
    });
    expect(readLines(events.stdout).at(-1)).toMatchObject({ event: 'packet', tick: 200 });
  });

  it.each([
    ['notes.txt', Buffer.from('x'.repeat(2000)), 'this is not a Source demo: it must begin with HL2DEMO.'],
    ['header.dem', demo.subarray(0, 512), 'the demo ends inside its header: 512 of 1072 bytes came.'],
    ['empty.dem', new Uint8Array(), 'the demo ends inside its header: 0 of 1072 bytes came.'],
  ])('refuses %s with the reason, and nothing on stdout', async (name, bytes, reason) => {
    await writeFile(join(folder, name), bytes);
    for (const format of [[], ['--json'], ['--events']]) {
      expect(await inspect([name, ...format])).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `demobase: ${name}: ${reason}\n`,
      });
    }
  });

  it('says that there is no such file, or that it is a folder', async () => {
    expect((await inspect(['none.dem'])).stderr).toBe('demobase: There is no file none.dem.\n');
    expect((await inspect(['.'])).stderr).toBe('demobase: . is a folder, not a file.\n');
  });
});

describe('inspect --events', () => {
  it('prints every event in order, each with its tick', async () => {
    const { exitCode, stdout, stderr } = await inspect(['match.dem', '--events']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const lines = readLines(stdout);
    expect(lines[0]).toMatchObject({
      event: 'header',
      tick: 0,
      mapName: 'pl_upward',
      clientName: 'Ronda \x1b[2J',
    });
    expect(lines.at(-1)).toEqual({ event: 'stop', tick: 200 });
    const ticks = lines.map(({ tick }) => tick);
    expect(ticks).toEqual(ticks.toSorted((a, b) => a - b));
    const kinds = new Set(lines.map(({ event }) => event));
    for (const kind of ['packet', 'message', 'data-tables', 'console-command', 'user-command', 'sync-tick']) {
      expect(kinds).toContain(kind);
    }
    expect(lines.filter(({ event, type }) => event === 'packet' && type === 'packet')).toHaveLength(200);
  });

  it('prints only what was asked for', async () => {
    const lines = await readEvents('match.dem', 'stop,message:svc_ServerInfo');
    expect(lines).toEqual([
      expect.objectContaining({ event: 'message', tick: 0, type: 'svc_ServerInfo', mapName: 'pl_upward' }),
      { event: 'stop', tick: 200 },
    ]);
  });

  it('prints what has come through a pipe that is still growing', async () => {
    const stdin = new PassThrough();
    const program = start(['-', '--events', '--only', 'packet,stop'], { stdin });
    stdin.write(demo.subarray(0, MIDDLE));
    await program.waitForStdout(/"tick":50,/);
    stdin.end(demo.subarray(MIDDLE));
    const { exitCode, stdout, stderr } = await program.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toBe((await inspect(['match.dem', '--events', '--only', 'packet,stop'])).stdout);
  });

  it('ends without a word when whoever reads it has seen enough', async () => {
    await writeFile(join(folder, 'long.dem'), streamDemo({ sizeBytes: 5_000_000 }));
    const program = start(['long.dem', '--events']);
    await program.waitForStdout(/\n/);
    program.child.stdout?.destroy();
    const { exitCode, stderr } = await program.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  });

  it('stops at Ctrl+C while a demo is still arriving, and keeps the lines that were out', async () => {
    const stdin = new PassThrough();
    const program = start(['-', '--events', '--only', 'header,packet'], { stdin });
    stdin.write(demo.subarray(0, MIDDLE));
    await program.waitForStdout(/"tick":50,/);
    const { exitCode, stdout, stderr } = await program.end('SIGINT');
    expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: 'demobase: Interrupted.\n' });
    expect(readLines(stdout)[0]).toMatchObject({ event: 'header' });
  });
});

describe('inspect of a match', () => {
  const { bytes, facts } = buildMatch({ ticks: 1500, players: 6, chatEverySeconds: 2, seed: 3 });
  const players = facts.players.flatMap(({ names }) => names.at(-1) ?? []);

  beforeEach(() => writeFile(join(folder, 'lively.dem'), bytes));

  it('shows who played and what was said', async () => {
    const { stdout } = await inspect(['lively.dem']);
    expect(facts.chat.length).toBeGreaterThan(1);
    for (const text of [...players, ...facts.chat.map((said) => said.text)]) expect(stdout).toContain(text);
    expect(stdout).toMatch(/\n {2}K +A +D +DAMAGE +TAKEN +HEALING +TEAM +STEAM ID +NAME +TIME BY CLASS\n/);
  });

  it('tells game events and chat with all that is in them', async () => {
    expect(facts.kills.length).toBeGreaterThan(1);
    const deaths = await readEvents('lively.dem', 'game-event:player_death');
    expect(deaths.map(({ tick, values }) => [tick, Object(values).weapon])).toEqual(
      facts.kills.map(({ tick, weapon }) => [tick, weapon]),
    );
    const said = await readEvents('lively.dem', 'user-message:SayText2');
    expect(said.map(({ tick }) => tick)).toEqual(facts.chat.map(({ tick }) => tick));
    expect(said.map((line) => line.text)).toEqual(facts.chat.map(({ text }) => text));
  });

  it('tells what entities hold when they come, and what changes of them later', async () => {
    const lines = await readEvents('lively.dem', 'entity:CTFPlayer');
    const enter = lines.find(({ change }) => change === 'enter');
    const update = lines.find(({ change }) => change === 'update');
    const held = Object.keys(Object(enter?.properties));
    const changed = Object.keys(Object(update?.properties));
    expect(held).toContain('DT_BasePlayer.m_iHealth');
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.length).toBeLessThan(held.length);
  });

  it('tells effects of every class, or of one', async () => {
    const all = await readEvents('lively.dem', 'temp-entity');
    const ofOne = all.filter((line) => line.class === 'CTEFireBullets');
    expect(ofOne.length).toBeGreaterThan(0);
    expect(ofOne.length).toBeLessThan(all.length);
    expect(await readEvents('lively.dem', 'temp-entity:CTEFireBullets')).toEqual(ofOne);
  });
});

describe.skipIf(areRecordingsAbsent)(`inspect of recordings${recordingsNote}`, () => {
  const deathmatch = recordingPath('hl2dm-stv-airfusion');

  it('tells as many deaths as the summary does', async () => {
    const { kills } = await summariseDemo(createReadStream(deathmatch));
    const lines = await readEvents(deathmatch, 'game-event:player_death');
    expect(lines.map(({ tick }) => tick)).toEqual(kills.map(({ tick }) => tick));
    expect(lines[0]).toMatchObject({ name: 'player_death', values: { weapon: kills[0]?.weapon } });
  });

  it('tells what entities hold when they come, and what changes of them later', async () => {
    const lines = await readEvents(deathmatch, 'entity:CHL2MP_Player');
    expect(new Set(lines.map((line) => line.class))).toEqual(new Set(['CHL2MP_Player']));
    const enter = lines.find(({ change }) => change === 'enter');
    const update = lines.find(({ change }) => change === 'update');
    const held = Object.keys(Object(enter?.properties));
    expect(held).toContain('DT_BasePlayer.m_iHealth');
    expect(held.length).toBeGreaterThan(50);
    expect(Object.keys(Object(update?.properties)).length).toBeLessThan(held.length);
  });

  it('tells effects of every class, or of one', async () => {
    const all = await readEvents(deathmatch, 'temp-entity');
    const classes = [...new Set(all.map((line) => String(line.class)))];
    expect(classes.length).toBeGreaterThan(3);
    const [first = ''] = classes;
    const ofOne = await readEvents(deathmatch, `temp-entity:${first}`);
    expect(ofOne).toEqual(all.filter((line) => line.class === first));
  });

  it('tells the bytes of string tables so that they can be read again', async () => {
    const lines = await readEvents(deathmatch, 'string-table-entry:userinfo');
    const names = lines.flatMap(({ userData }) =>
      typeof userData === 'string' ? [parseUserInfo(Buffer.from(userData, 'base64')).name] : [],
    );
    const { players } = await summariseDemo(createReadStream(deathmatch));
    expect(new Set(names)).toEqual(new Set(players.flatMap((player) => player.names)));
  });
});
