/**
 * bench/ingest: how fast demo bytes get from sockets into files, and what that costs, beside a bare `ws` server.
 * Every run is a fresh server on a fresh folder; the two take turns, and who begins changes every round.
 */
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { renderTable } from './ingest/render-table.ts';
import type { RunFigures, RunOptions } from './ingest/run-figures.ts';
import { type CaseSummary, summarise } from './ingest/summarise.ts';
import { describeMachine } from './report/describe-machine.ts';
import { replaceSection } from './report/replace-section.ts';

const RUN = fileURLToPath(new URL('./ingest-run.ts', import.meta.url));
const DOCS = fileURLToPath(new URL('../docs/reference/benchmarks.md', import.meta.url));
const MB = 1_000_000;

const usage = `Usage: npm run bench:ingest -- [options]

  --streams 1,100,1000     how many streams at once
  --frame-bytes 1024,65536 payload of a WebSocket frame
  --megabytes 1000         demo bytes of all streams together, in MB
  --rounds 5               runs of each server and case
  --json FILE              also write every figure of every run there
  --update-docs            also put the table into docs/reference/benchmarks.md
  --profile FOLDER         have Node write CPU profiles of the servers there; slows both down
`;

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '1,100,1000' },
    'frame-bytes': { type: 'string', default: '1024,65536' },
    megabytes: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '5' },
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
  console.error('bench/ingest reads CPU and memory from /proc and runs on Linux only.');
  process.exit(1);
}

const rounds = Number(values.rounds);
const totalBytes = Number(values.megabytes) * MB;
const nodeOptions = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
const cases = numbers(values.streams).flatMap((streamCount) =>
  numbers(values['frame-bytes']).map((frameBytes) => ({ streamCount, frameBytes })),
);

const summaries: CaseSummary[] = [];
for (const { streamCount, frameBytes } of cases) {
  const runs: { demobase: RunFigures[]; ws: RunFigures[] } = { demobase: [], ws: [] };
  for (let round = 0; round < rounds; round++) {
    for (const server of round % 2 === 0 ? (['ws', 'demobase'] as const) : (['demobase', 'ws'] as const)) {
      const figures = await measure({ server, streamCount, frameBytes, totalBytes, nodeOptions });
      runs[server].push(figures);
      const rate = (figures.bytes / figures.seconds / MB).toFixed(0);
      console.error(`${streamCount} × ${frameBytes} B, round ${round + 1}, ${server}: ${rate} MB/s`);
    }
  }
  summaries.push(summarise({ streamCount, frameBytes, runs }));
}

const result = { ...describeMachine(), rounds, megabytes: totalBytes / MB, cases: summaries };
const table = renderTable(result);
console.log(table);
if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
if (values['update-docs']) await replaceSection(DOCS, { name: 'ingest', text: table });

async function measure(options: RunOptions): Promise<RunFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    RUN,
    JSON.stringify(options),
  ]);
  return JSON.parse(stdout);
}

function numbers(list: string): number[] {
  return list.split(',').map(Number);
}
