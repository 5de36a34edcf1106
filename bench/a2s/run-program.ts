import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { checkAnswers, type Tally } from './check-answers.ts';
import type { Answer } from './expected-answer.ts';
import type { Fleet } from './fleet.ts';
import type { Order, Program } from './programs.ts';

const RUN_LIMIT_MS = 300_000;

/** What a program prints on stdout. */
interface Result {
  readonly sweeps: readonly {
    readonly seconds: number;
    readonly cpuSeconds: number;
    readonly answers: readonly Answer[];
  }[];
  /** The most resident memory the whole process ever had. */
  readonly peakBytes: number;
}

/** What one run of one program gave. */
export interface RunFigures {
  readonly concurrency: number;
  /** The first one includes what a new process has to warm up. */
  readonly sweeps: readonly ({ readonly seconds: number; readonly cpuSeconds: number } & Tally)[];
  readonly peakBytes: number;
  /** Datagrams that came to the fleet for each time a server was asked. */
  readonly requestsPerServer: number;
  /** The share of a core that the busiest process of the fleet used while it was asked. */
  readonly fleetBusyShare: number;
}

/**
 * Runs a program in a new process and checks each of its answers.
 *
 * @throws {Error} when it fails or takes longer than five minutes.
 */
export async function runProgram(
  program: Program,
  options: { readonly fleet: Fleet; readonly order: Order; readonly nodeOptions?: readonly string[] },
): Promise<RunFigures> {
  const { fleet, order, nodeOptions = [] } = options;
  const before = await fleet.usage();
  const result = await printedBy(program, order, nodeOptions);
  const after = await fleet.usage();
  const queries = order.addresses.length * order.passes.reduce((sum, passes) => sum + passes, 0);
  const askingSeconds = result.sweeps.reduce((sum, { seconds }) => sum + seconds, 0);
  return {
    concurrency: order.concurrency,
    sweeps: result.sweeps.map(({ answers, ...sweep }, i) => ({
      ...sweep,
      ...(program.isBare
        ? { right: order.addresses.length * (order.passes[i] ?? 0), wrong: 0, missing: 0 }
        : checkAnswers({ addresses: order.addresses, passes: order.passes[i] ?? 0 }, answers)),
    })),
    peakBytes: result.peakBytes,
    requestsPerServer: (after.requestCount - before.requestCount) / queries,
    fleetBusyShare: (after.cpuSeconds - before.cpuSeconds) / askingSeconds,
  };
}

async function printedBy(program: Program, order: Order, nodeOptions: readonly string[]): Promise<Result> {
  const [command = '', ...rest] = program.command;
  const child = spawn(command, command === process.execPath ? [...nodeOptions, ...rest] : rest, {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: RUN_LIMIT_MS,
  });
  const exited = once(child, 'exit');
  child.stdin.end(JSON.stringify(order));
  const printed = await text(child.stdout);
  const [code, signal] = await exited;
  if (code !== 0) throw new Error(`${program.name} ended with ${code ?? signal}.`);
  return JSON.parse(printed);
}
