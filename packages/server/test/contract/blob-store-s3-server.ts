import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { access, constants, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { vi } from 'vitest';

/** An S3-compatible server for tests. */
export interface S3Server {
  readonly endpoint: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  stop(): Promise<void>;
}

/** The server `TEST_S3_*` names, or a versitygw started from a binary; undefined if there is neither. */
export async function startS3Server(): Promise<S3Server | undefined> {
  const { TEST_S3_ENDPOINT, TEST_S3_ACCESS_KEY = '', TEST_S3_SECRET_KEY = '' } = process.env;
  if (TEST_S3_ENDPOINT) {
    const credentials = { accessKeyId: TEST_S3_ACCESS_KEY, secretAccessKey: TEST_S3_SECRET_KEY };
    return { endpoint: TEST_S3_ENDPOINT, credentials, stop: async () => {} };
  }
  const binary = process.env.TEST_S3_SERVER_BINARY ?? (await findOnPath('versitygw'));
  return binary === undefined ? undefined : startVersityGateway(binary);
}

async function startVersityGateway(binary: string): Promise<S3Server> {
  const folder = await mkdtemp(join(tmpdir(), 'demobase-s3-'));
  const port = await findFreePort();
  const credentials = { accessKeyId: 'test', secretAccessKey: randomBytes(16).toString('hex') };
  const gateway = spawn(binary, ['--port', `127.0.0.1:${port}`, '--quiet', '--keep-alive', 'posix', folder], {
    env: {
      ROOT_ACCESS_KEY: credentials.accessKeyId,
      ROOT_SECRET_KEY: credentials.secretAccessKey,
      PATH: process.env.PATH,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exit = once(gateway, 'exit');
  await Promise.race([
    vi.waitFor(() => connectTo(port), { timeout: 30_000 }),
    exit.then(([code]) => Promise.reject(new Error(`${binary} ended with ${code} before it listened`))),
  ]);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    credentials,
    stop: async () => {
      gateway.kill();
      await exit;
      await rm(folder, { recursive: true });
    },
  };
}

async function connectTo(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
}

/** A port nothing listens on. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('a TCP server has a port');
  return address.port;
}

async function findOnPath(program: string): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, program);
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return undefined;
}
