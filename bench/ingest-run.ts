/**
 * One run of bench/ingest, in a process of its own: starts one server on a new folder, fills it with streams
 * and prints what that took as one line of JSON. It is the clients too: the server is another process.
 */
import { createHash } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { buildWire } from './ingest/build-wire.ts';
import { ClientStream } from './ingest/client-stream.ts';
import { mapConcurrently } from './ingest/map-concurrently.ts';
import type { MeasuredServer } from './ingest/measured-server.ts';
import type { RunFigures, RunOptions } from './ingest/run-figures.ts';
import { startDemobase } from './ingest/start-demobase.ts';
import { startPeer } from './ingest/start-peer.ts';
import { readCpuSeconds, readResidentBytes, watchResidentBytes } from './report/process-usage.ts';

const HANDSHAKES_AT_ONCE = 20;
/** Lets what the handshakes left behind settle before the memory of connected, silent streams is read. */
const SETTLE_MS = 500;
const RUN_LIMIT_MS = 120_000;

const options: RunOptions = JSON.parse(process.argv[2] ?? '');
const folder = await mkdtemp(join(tmpdir(), 'demobase-bench-'));
try {
  const start = options.server === 'demobase' ? startDemobase : startPeer;
  const server = await start({ folder, nodeOptions: options.nodeOptions });
  try {
    console.log(JSON.stringify(await run(server)));
  } finally {
    await server.stop();
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function run(server: MeasuredServer): Promise<RunFigures> {
  const { streamCount, frameBytes } = options;
  const { pid } = server;
  const signal = AbortSignal.timeout(RUN_LIMIT_MS);
  setMaxListeners(0, signal);
  const wire = buildWire({ demoBytes: Math.floor(options.totalBytes / streamCount), frameBytes });
  const startedBytes = readResidentBytes(pid);
  const targets = await server.prepareStreams(streamCount);
  const clients = await mapConcurrently(
    targets,
    (target) => ClientStream.open(server.url, target),
    HANDSHAKES_AT_ONCE,
  );
  await delay(SETTLE_MS);

  const connectedBytes = readResidentBytes(pid);
  const memory = watchResidentBytes(pid);
  const cpuBefore = readCpuSeconds(pid);
  const ownCpuBefore = readCpuSeconds(process.pid);
  const startedAt = performance.now();
  await Promise.all(clients.map((client) => client.send(wire, { signal })));
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuSeconds = readCpuSeconds(pid) - cpuBefore;
  const clientCpuSeconds = readCpuSeconds(process.pid) - ownCpuBefore;
  const peakBytes = memory.stop();

  // A fast wrong answer is no answer. The sizes of all files are right; the bytes of one stand for all.
  const sha256 = createHash('sha256');
  await pipeline(createReadStream(targets.at(-1)?.filePath ?? ''), sha256);
  if (sha256.digest('hex') !== wire.sha256) throw new Error('The stored bytes are not those that were sent.');
  return {
    bytes: wire.demoBytes * streamCount,
    seconds,
    cpuSeconds,
    clientCpuSeconds,
    startedBytes,
    connectedBytes,
    peakBytes,
  };
}
