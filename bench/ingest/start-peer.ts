import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MeasuredServer, startProgram } from './measured-server.ts';

const PEER = fileURLToPath(new URL('../peers/ws-to-file.mjs', import.meta.url));

/** Starts the bare `ws` server that we are measured against. */
export async function startPeer(options: {
  readonly folder: string;
  readonly nodeOptions: readonly string[];
}): Promise<MeasuredServer> {
  const { folder } = options;
  const program = await startProgram({ arguments: [...options.nodeOptions, PEER, folder] });
  return {
    ...program,
    prepareStreams: async (count) =>
      Array.from({ length: count }, (_, index) => ({
        path: `/demos?session_id=${index}`,
        filePath: join(folder, `${index}.dem`),
      })),
  };
}
