import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readCpuSeconds } from '../report/process-usage.ts';

const PROGRAM = fileURLToPath(new URL('../a2s-fleet.ts', import.meta.url));
/** Sockets that a process needs for everything else. */
const SPARE_FILES = 200;

/** What one process of the fleet is told at its start. */
export interface FleetOrder {
  readonly firstIndex: number;
  readonly count: number;
  readonly hosts: readonly string[];
  readonly firstPort: number;
  readonly delayMs: number;
  readonly lossShare: number;
}

/** What it says when it is ready, and whenever it is asked. */
export interface FleetReport {
  readonly addresses: readonly string[];
  /** Datagrams that came, lost ones included. */
  readonly requestCount: number;
}

/** All fake servers, in one process, or in more where one may not open so many sockets. */
export interface Fleet {
  readonly addresses: readonly string[];
  readonly processCount: number;
  /** CPU time of its busiest process so far, in seconds, and the datagrams that came to all. */
  usage(): Promise<{ readonly cpuSeconds: number; readonly requestCount: number }>;
  stop(): Promise<void>;
}

/** Starts so many fake servers, on ports below those that the system gives to clients, so that nobody meets. */
export async function startFleet(options: {
  readonly count: number;
  readonly delayMs: number;
  readonly lossShare: number;
}): Promise<Fleet> {
  const { count, delayMs, lossShare } = options;
  const processCount = Math.ceil(count / (readOpenFileLimit() - SPARE_FILES));
  const share = Math.ceil(count / processCount);
  const processes: ChildProcess[] = [];
  const stop = async () => {
    const running = processes.filter((child) => child.exitCode === null && child.signalCode === null);
    for (const child of running) child.kill();
    await Promise.all(running.map((child) => once(child, 'exit')));
  };
  try {
    const addresses: string[] = [];
    for (let part = 0; part < processCount; part++) {
      const order: FleetOrder = {
        firstIndex: part * share,
        count: Math.min(share, count - part * share),
        hosts: Array.from({ length: 20 }, (_, i) => `127.0.${part}.${i + 1}`),
        firstPort: 20_000,
        delayMs,
        lossShare,
      };
      const child = fork(PROGRAM, [JSON.stringify(order)]);
      processes.push(child);
      addresses.push(...(await nextReport(child)).addresses);
    }
    return { addresses, processCount, usage: () => readUsage(processes), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readUsage(processes: readonly ChildProcess[]) {
  const reports = processes.map((child) => {
    const report = nextReport(child);
    child.send('report');
    return report;
  });
  const counts = (await Promise.all(reports)).map(({ requestCount }) => requestCount);
  return {
    cpuSeconds: Math.max(...processes.map(({ pid }) => readCpuSeconds(pid ?? 0))),
    requestCount: counts.reduce((sum, requestCount) => sum + requestCount, 0),
  };
}

async function nextReport(child: ChildProcess): Promise<FleetReport> {
  return new Promise((resolve, reject) => {
    const refuse = () => reject(new Error('A part of the fleet ended; what it wrote is above.'));
    child.once('exit', refuse);
    child.once('message', (report) => {
      child.off('exit', refuse);
      resolve(report as FleetReport);
    });
  });
}

/** The most files one process may open; Node raises its own limit to that by itself. */
function readOpenFileLimit(): number {
  const line = /^Max open files\s+\S+\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
  return line?.[1] === 'unlimited' ? Number.POSITIVE_INFINITY : Number(line?.[1]);
}
