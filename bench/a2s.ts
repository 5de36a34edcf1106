/**
 * bench/a2s: how many game servers can be asked a second, beside other libraries. Ten thousand fake servers answer
 * from a process of their own; every run is a new process, the programs take turns, and who begins changes every round.
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseConcurrency } from './a2s/choose-concurrency.ts';
import { findPrograms } from './a2s/find-programs.ts';
import { startFleet } from './a2s/fleet.ts';
import { bareLoop, type Order, type Program } from './a2s/programs.ts';
import { renderTable } from './a2s/render-table.ts';
import { type RunFigures, runProgram } from './a2s/run-program.ts';
import { lastRateOf, summarise } from './a2s/summarise.ts';
import { describeMachine } from './report/describe-machine.ts';
import { replaceSection } from './report/replace-section.ts';

/** More than any library is asked to try. */
const BARE_CONCURRENCY = 3000;
const DOCS = fileURLToPath(new URL('../docs/reference/benchmarks.md', import.meta.url));

const usage = `Usage: npm run bench:a2s -- [options]

  --servers 10000    how many fake servers are asked
  --rounds 5         runs of each program
  --passes 3         how often the second part of a run asks all servers, on and on; the first part asks them once
  --delay-ms 60      how long the servers take for each answer
  --loss 0.01        the share of datagrams that get lost, each way
  --only A,B         only these of the programs
  --python python3   the Python that has python-a2s
  --json FILE        also write every figure of every run there
  --update-docs      also put the table into docs/reference/benchmarks.md
  --profile FOLDER   have Node write CPU profiles of the programs there; slows them down
`;

const { values } = parseArgs({
  options: {
    servers: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '5' },
    passes: { type: 'string', default: '3' },
    'delay-ms': { type: 'string', default: '60' },
    loss: { type: 'string', default: '0.01' },
    only: { type: 'string' },
    python: { type: 'string', default: 'python3' },
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
  console.error('bench/a2s takes addresses in 127.0.0.0/8 and reads /proc: it runs on Linux only.');
  process.exit(1);
}

const serverCount = Number(values.servers);
const rounds = Number(values.rounds);
const passes = Number(values.passes);
const lossShare = Number(values.loss);
const delayMs = Number(values['delay-ms']);
const nodeOptions = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];

const programs = await findPrograms({ python: values.python, only: values.only?.split(',') });
const fleet = await startFleet({ count: serverCount, delayMs, lossShare });
try {
  const order = { addresses: fleet.addresses, timeoutMs: 1000, tries: 4, passes: [1, passes] };
  // Only warms up the fleet, which serves all runs.
  await run(bareLoop, { ...order, concurrency: BARE_CONCURRENCY });
  const bareRuns: RunFigures[] = [];
  const runs = new Map<Program, RunFigures[]>();
  const chosen = new Map<Program, number>();
  for (const program of programs) {
    chosen.set(program, await chooseConcurrency(program, { fleet, order: { ...order, passes: [1, 1] } }));
    runs.set(program, []);
  }
  for (let round = 0; round < rounds; round++) {
    bareRuns.push(await run(bareLoop, { ...order, concurrency: BARE_CONCURRENCY }));
    const first = round % programs.length;
    for (const program of [...programs.slice(first), ...programs.slice(0, first)]) {
      const figures = await run(program, { ...order, concurrency: chosen.get(program) ?? 1 });
      runs.get(program)?.push(figures);
      const { right, wrong, missing } = figures.sweeps.at(-1) ?? {};
      console.error(
        `round ${round + 1}, ${program.name}: ${lastRateOf(figures).toFixed(0)} servers/s, ` +
          `${right} right, ${wrong} wrong, ${missing} missing, fleet ${(figures.fleetBusyShare * 100).toFixed(0)} % busy`,
      );
    }
  }
  const result = {
    ...describeMachine(),
    rounds,
    passes,
    serverCount,
    delayMs,
    lossShare,
    fleetProcesses: fleet.processCount,
    bareLoop: summarise({ ...bareLoop, version: '' }, bareRuns),
    programs: programs.map((program) => summarise(program, runs.get(program) ?? [])),
  };
  const table = renderTable(result);
  console.log(table);
  if (values.json) await writeFile(values.json, `${JSON.stringify(result, null, 2)}\n`);
  if (values['update-docs']) await replaceSection(DOCS, { name: 'a2s', text: table });
} finally {
  await fleet.stop();
}

function run(program: Program, order: Order): Promise<RunFigures> {
  return runProgram(program, { fleet, order, nodeOptions });
}
