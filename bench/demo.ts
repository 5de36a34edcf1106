/**
 * bench/demo: how fast recordings are read, beside a reader in JavaScript and one in Rust. Every figure is of a new
 * process; the readers take turns, and who begins changes every round.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildRecording } from './demo/build-recording.ts';
import { findReaders } from './demo/find-readers.ts';
import { type Case, measure } from './demo/measure.ts';
import { demobase } from './demo/readers.ts';
import { findRecordings } from './demo/recordings.ts';
import { renderTables } from './demo/render-tables.ts';
import { describeMachine } from './report/describe-machine.ts';
import { replaceSection } from './report/replace-section.ts';

const DEMOS = fileURLToPath(new URL('../../shared/demos', import.meta.url));
const DOCS = fileURLToPath(new URL('../docs/reference/benchmarks.md', import.meta.url));

const usage = `Usage: npm run bench:demo -- [options]

  --demos FOLDER          the real recordings; shared/demos beside the repository unless set
  --megabytes 200         the size of the built demo that all read; 0 for none
  --long-megabytes 500    the size of the one that ours summarises for its memory; 0 for none
  --rounds 3              runs of each reader and task
  --only A,B              only these of the readers
  --json FILE             also write every figure of every run there, and what was found
  --update-docs           also put the tables into docs/reference/benchmarks.md
  --profile FOLDER        have Node write CPU profiles of the readers there; slows them down
`;

const { values } = parseArgs({
  options: {
    demos: { type: 'string', default: DEMOS },
    megabytes: { type: 'string', default: '200' },
    'long-megabytes': { type: 'string', default: '500' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string' },
    json: { type: 'string' },
    'update-docs': { type: 'boolean', default: false },
    profile: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(usage);
  process.exit();
}
if (process.platform !== 'linux') {
  console.error('bench/demo reads memory from /proc and runs on Linux only.');
  process.exit(1);
}

const rounds = Number(values.rounds);
const nodeOptions = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
const readers = await findReaders({ only: values.only?.split(',') });

const recordings: Case[] = [];
for (const recording of await findRecordings(values.demos)) {
  recordings.push(...(await measure(readers, { recording, rounds, isRepeated: true, nodeOptions })));
}

const folder = await mkdtemp(join(tmpdir(), 'demobase-bench-demo-'));
try {
  const built = await measureBuilt(Number(values.megabytes), readers);
  const summarisers = readers
    .filter(({ name }) => name === demobase.name)
    .map((reader) => ({ ...reader, tasks: ['summary'] as const }));
  const long = await measureBuilt(Number(values['long-megabytes']), summarisers);
  const result = { ...describeMachine(), rounds, readers, recordings, built, long };
  const tables = renderTables(result);
  console.log(tables);
  if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
  if (values['update-docs']) await replaceSection(DOCS, { name: 'demo', text: tables });
} finally {
  await rm(folder, { recursive: true });
}

async function measureBuilt(megabytes: number, by: typeof readers): Promise<readonly Case[]> {
  if (megabytes === 0 || by.length === 0) return [];
  const recording = await buildRecording(folder, megabytes);
  return measure(by, { recording, rounds, isRepeated: false, nodeOptions });
}
