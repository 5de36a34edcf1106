import { cpus, release, totalmem, type } from 'node:os';

/** What a figure depends on beside the code, and the day it was taken. */
export interface Machine {
  readonly date: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
}

export function describeMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    system: `${type()} ${release()}`,
    node: process.version,
  };
}

/** As a sentence. */
export function describeInWords({ date, node, cores, cpu, memoryGiB, system }: Machine): string {
  return `${date}, Node ${node}, ${cores} cores (${cpu}), ${memoryGiB} GiB, ${system}.`;
}
