import { fileURLToPath } from 'node:url';

/**
 * What is asked of a reader: `skip` reads everything and asks for nothing, `summary` wants players, chat, kills and
 * rounds, and `state` follows every entity; ours runs all detectors over it, too.
 */
export type Task = 'skip' | 'summary' | 'state';

/** A program that reads one recording: `COMMAND TASK FILE LEAST_SECONDS MOST_READS`. */
export interface Reader {
  readonly name: string;
  readonly command: readonly string[];
  readonly tasks: readonly Task[];
}

export const demobase: Reader = {
  name: '@demobase/demo',
  command: [process.execPath, fileURLToPath(new URL('./read-with-demobase.mjs', import.meta.url))],
  tasks: ['skip', 'summary', 'state'],
};

export const demoJs: Reader = {
  name: '@demostf/demo.js',
  command: [
    process.execPath,
    fileURLToPath(new URL('../peers/demo-js/read-with-demo-js.mjs', import.meta.url)),
  ],
  tasks: ['summary', 'state'],
};

/** The same in its leanest mode. */
export const demoJsMinimal: Reader = {
  name: 'demo.js MINIMAL',
  command: [
    process.execPath,
    fileURLToPath(new URL('../peers/demo-js/read-minimally-with-demo-js.mjs', import.meta.url)),
  ],
  tasks: ['summary'],
};

export const RUST_PEER_FOLDER = fileURLToPath(new URL('../peers/demo-rust', import.meta.url));

export const demoRust: Reader = {
  name: 'tf-demo-parser',
  command: [`${RUST_PEER_FOLDER}/target/release/demo-rust`],
  tasks: ['skip', 'summary', 'state'],
};
