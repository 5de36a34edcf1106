import { fileURLToPath } from 'node:url';

/** A program that asks all servers with one library. */
export interface Program {
  readonly name: string;
  readonly command: readonly string[];
  /** How many servers, or calls, at a time to try before the rounds; the best one is taken. */
  readonly concurrencies: readonly number[];
  /** It reads no answers, so that none can be checked; it ends once every server has said its last word. */
  readonly isBare?: boolean;
}

/** What every program reads from stdin. */
export interface Order {
  readonly addresses: readonly string[];
  readonly concurrency: number;
  readonly timeoutMs: number;
  /** How often a request is sent, or a call made, before it is given up. */
  readonly tries: number;
  /** The sweeps one after the other: how often each asks every server, without waiting for stragglers in between. */
  readonly passes: readonly number[];
}

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const node = (file: string) => [process.execPath, pathOf(file)];

export const demobase: Program = {
  name: '@demobase/steam',
  command: node('./ask-with-demobase.mjs'),
  concurrencies: [1000, 1500, 2000],
};

/** Not a library: shows what the fleet itself can give. */
export const bareLoop: Program = {
  name: 'bare loop',
  command: node('./ask-with-bare-loop.mjs'),
  concurrencies: [],
  isBare: true,
};

export const peers: readonly Program[] = [
  {
    name: 'steam-server-query',
    command: node('../peers/a2s/steam-server-query.mjs'),
    concurrencies: [1000, 2000, 3000],
  },
  {
    name: 'source-server-query',
    command: node('../peers/a2s/source-server-query.mjs'),
    concurrencies: [1000, 2000, 3000],
  },
];

/** `python` is the interpreter that has python-a2s. */
export function pythonA2s(python: string): Program {
  return {
    name: 'python-a2s',
    command: [python, pathOf('../peers/a2s/python-a2s.py')],
    concurrencies: [500, 1000],
  };
}
