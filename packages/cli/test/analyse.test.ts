import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { analyseDemo, type DemoAnalysis, decodeAnalysis } from '@demobase/demo';
import { buildDemo, buildMatch } from '@demobase/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RunningProgram, type RunOptions, type RunResult } from './demobase-program.ts';

const { bytes: match, facts } = buildMatch({
  ticks: 1200,
  players: 4,
  map: 'pl_upward',
  cheats: [{ player: 1, kind: 'out-of-bounds-pitch', atTick: 600 }],
});
const { bytes: other } = buildMatch({ ticks: 300, players: 4, map: 'cp_dustbowl', seed: 2 });

let folder: string;
let expected: DemoAnalysis;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demobase-analyse-'));
  await writeFile(join(folder, 'match.dem'), match);
  await writeFile(join(folder, 'other.dem'), other);
  expected = await analyseDemo([match]);
});
afterEach(() => rm(folder, { recursive: true }));

function start(args: readonly string[], options: RunOptions = {}): RunningProgram {
  return new RunningProgram(['analyse', ...args], { cwd: folder, ...options });
}

function analyse(args: readonly string[], options?: RunOptions): Promise<RunResult> {
  return start(args, options).ended;
}

/** A detector of somebody else, in a module of its own. */
async function writeDetector(code: string): Promise<void> {
  await writeFile(
    join(folder, 'mine.mjs'),
    `export default {
      name: 'mine',
      description: 'Does what a test wants.',
      defaults: { word: 'hello', atTick: 100 },
      start(context) { ${code} },
    };`,
  );
}

describe('analyse', () => {
  it('shows who did what a detector looks for', async () => {
    const [planted] = facts.cheats;
    const [found] = expected.detections;
    expect(found?.tick).toBe(planted?.fromTick);
    const { exitCode, stdout, stderr } = await analyse(['match.dem']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^match\.dem\n {2}map {10}pl_upward\n/);
    expect(stdout).toContain(`  ${found?.tick}  out_of_bounds_pitch  ${found?.player}  pitch `);
  });

  it('prints analyses as programs exchange them, with every digit of the Steam IDs', async () => {
    const { exitCode, stdout } = await analyse(['match.dem', '--json', '--author', 'Test']);
    expect(exitCode).toBe(0);
    expect(expected.detections.length).toBeGreaterThan(0);
    for (const { player } of expected.detections) expect(stdout).toContain(`"player":${player},`);
    expect(decodeAnalysis(stdout)).toEqual({ ...expected, author: 'Test' });
    expect((await analyse(['-', '--json', '--author', 'Test'], { stdin: match })).stdout).toBe(stdout);
  });

  it('prints one a line in the order of the files, however many are analysed at once', async () => {
    const files = ['match.dem', 'other.dem', 'other.dem', 'match.dem'];
    const [one, many] = await Promise.all([
      analyse([...files, '--ndjson', '--jobs', '1']),
      analyse([...files, '--ndjson', '--jobs', '3']),
    ]);
    expect(one.stdout).toBe(many.stdout);
    expect(
      many.stdout
        .trimEnd()
        .split('\n')
        .map((line) => decodeAnalysis(line).map),
    ).toEqual(['pl_upward', 'cp_dustbowl', 'cp_dustbowl', 'pl_upward']);
    expect((await analyse([...files, '--json'])).stdout).toBe(
      `[${many.stdout.trimEnd().split('\n').join(',')}]\n`,
    );
  });

  it('analyses the others when one is bad, names it, and ends with 1', async () => {
    await writeFile(join(folder, 'notes.txt'), 'x'.repeat(2000));
    const files = ['none.dem', 'notes.txt', 'match.dem'];
    const { exitCode, stdout, stderr } = await analyse([...files, '--ndjson']);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      'none.dem: There is no file none.dem.\n' +
        'notes.txt: this is not a Source demo: it must begin with HL2DEMO.\n',
    );
    const [first, second, third = ''] = stdout.split('\n');
    expect([first, second]).toEqual(['null', 'null']);
    expect(decodeAnalysis(third)).toEqual(expected);
    const table = await analyse(files);
    expect(table).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/^match\.dem\n/) });
  });

  it('tells what it found before the damage, and ends with 1', async () => {
    await writeFile(join(folder, 'damaged.dem'), Buffer.concat([match.subarray(0, -4), Buffer.alloc(8, 77)]));
    const { exitCode, stdout, stderr } = await analyse(['damaged.dem', '--json']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^damaged\.dem: at byte \d+, .*\. What came before it was read\.\n$/);
    expect(decodeAnalysis(stdout)).toEqual(expected);
  });

  it('takes a demo that is cut off for no failure', async () => {
    await writeFile(join(folder, 'cut.dem'), match.subarray(0, -100));
    const { exitCode, stdout, stderr } = await analyse(['cut.dem', '--json']);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^cut\.dem: ends inside a command: /);
    expect(decodeAnalysis(stdout).detections).toEqual(expected.detections);
  });

  it('reads a demo of nobody', async () => {
    await writeFile(join(folder, 'empty.dem'), buildDemo({ ticks: 10 }));
    const { exitCode, stdout } = await analyse(['empty.dem']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/ {2}found {8}nothing\n$/);
  });
});

describe('analyse --detector', () => {
  it('runs only those that were named, as the parameters say', async () => {
    await writeDetector(`
      console.log('looking');
      const { state, judged, parameters, report } = context;
      let isDone = false;
      return { onTick() {
        if (isDone || context.reader.tick < parameters.atTick || judged.length === 0) return;
        isDone = true;
        report(judged[0], parameters.word);
      } };`);
    const { exitCode, stdout, stderr } = await analyse([
      'match.dem',
      '--json',
      '--detector',
      './mine.mjs',
      '--parameter',
      'mine.word=bye',
      '--parameter',
      'mine.atTick=200',
    ]);
    // What a detector prints does not end up among the analyses.
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: expect.stringMatching(/^(looking\n)+$/) });
    expect(decodeAnalysis(stdout).detections).toMatchObject([{ algorithm: 'mine', data: 'bye' }]);
    expect(decodeAnalysis(stdout).detections[0]?.tick).toBeGreaterThanOrEqual(200);
    const built = await analyse(['match.dem', '--json', '--detector', 'view_180']);
    expect(decodeAnalysis(built.stdout).detections).toEqual([]);
  });

  it.each([
    ['throws', `return { onTick() { throw new Error('no idea'); } };`, 'The detector mine failed: no idea.'],
    [
      'leaves an error behind',
      `setImmediate(() => { throw new Error('too late'); });
       return { onTick() {} };`,
      'A detector broke the analysis: too late.',
    ],
    [
      'ends its process',
      'process.exit(0);',
      'A detector broke the analysis: it ended the process it ran in.',
    ],
  ])('goes on with other files after a detector that %s', async (_how, code, reason) => {
    await writeDetector(`
      let isFirst = true;
      const mine = (() => { ${code} });
      return { onTick() {
        if (!isFirst || context.reader.header.mapName !== 'pl_upward') return;
        isFirst = false;
        mine()?.onTick();
      } };`);
    const files = ['match.dem', 'other.dem', 'match.dem', 'other.dem'];
    const args = [...files, '--ndjson', '--jobs', '1', '--detector', './mine.mjs'];
    const { exitCode, stdout, stderr } = await analyse(args);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(`match.dem: ${reason}\n`.repeat(2));
    expect(stdout.split('\n').map((line) => line.slice(0, 5))).toEqual([
      'null',
      '{"aut',
      'null',
      '{"aut',
      '',
    ]);
  });

  it('analyses several files at the same time', async () => {
    // Each waits until the other has begun: one after the other, the first would wait in vain.
    await writeDetector(`
      const { existsSync, writeFileSync } = process.getBuiltinModule('node:fs');
      let hasMet = false;
      return { onTick() {
        if (hasMet) return;
        const { mapName } = context.reader.header;
        writeFileSync(mapName, '');
        const until = Date.now() + 20_000;
        while (!existsSync('pl_upward') || !existsSync('cp_dustbowl')) {
          if (Date.now() > until) throw new Error('alone');
        }
        hasMet = true;
      } };`);
    const args = ['match.dem', 'other.dem', '--ndjson', '--detector', './mine.mjs'];
    expect(await analyse([...args, '--jobs', '2'])).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('stops at Ctrl+C, whatever a detector is at', async () => {
    await writeDetector(`
      process.getBuiltinModule('node:fs').writeSync(2, 'busy for ever\\n');
      for (;;);`);
    const program = start(['match.dem', 'other.dem', '--jobs', '1', '--detector', './mine.mjs', '--json']);
    await program.waitForStderr(/busy/);
    const { exitCode, stdout, stderr } = await program.end('SIGINT');
    expect({ exitCode, stdout }).toEqual({ exitCode: 130, stdout: '' });
    expect(stderr).toMatch(/demobase: Interrupted\.\n$/);
  });

  it('stops at Ctrl+C while a demo is still arriving', async () => {
    const stdin = new PassThrough();
    await writeDetector(`
      process.getBuiltinModule('node:fs').writeSync(2, 'begun\\n');
      return {};`);
    const program = start(['-', '--detector', './mine.mjs'], { stdin });
    stdin.write(match.subarray(0, 50_000));
    await program.waitForStderr(/begun/);
    expect(await program.end('SIGINT')).toMatchObject({ exitCode: 130, stdout: '' });
  });

  it.each([
    ['a detector there is none of', ['--detector', 'aimbot'], 'There is no detector aimbot.'],
    ['a module there is none of', ['--detector', './none.mjs'], './none.mjs cannot be loaded: '],
    ['a parameter there is none of', ['--parameter', 'aim_snap.speed=1'], 'aim_snap has no parameter speed;'],
  ])('ends with 2 for %s, with nothing on stdout', async (_case, args, message) => {
    const { exitCode, stdout, stderr } = await analyse(['match.dem', 'other.dem', '--ndjson', ...args]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
