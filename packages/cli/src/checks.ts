import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Config } from '@demobase/server';
import { SteamId, SteamWebApi } from '@demobase/steam';
import { CommandError } from './command-error.ts';
import { readSettings, withDatabase } from './database-access.ts';
import { describeSteamFailure } from './steam-failure.ts';
import { formatBytes } from './units.ts';

/** What one check of the installation found. */
export interface Finding {
  readonly check: string;
  /** `note`: works, but somebody should know. */
  readonly status: 'fine' | 'failed' | 'note';
  readonly detail: string;
}

interface Cancellable {
  readonly signal: AbortSignal;
}

/** A check resolves to what is fine, or to a note; it throws what is wrong. */
type Check = (config: Config, options: Cancellable) => Promise<string | Note>;

class Note {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const CHECKS: readonly (readonly [string, Check])[] = [
  ['data folder', checkDataFolder],
  ['database', checkDatabase],
  ['demo storage', checkBlobStore],
  ['Steam', checkSteam],
  ['WebSocket speed', checkBufferutil],
  ['public URL', checkPublicUrl],
];

const TIMEOUT_MS = 30_000;

/** Checks all a service needs on this machine, one thing after the other; what needs settings stops without. */
export async function* checkInstallation({ signal }: Cancellable): AsyncGenerator<Finding> {
  yield await find('Node.js', async () => checkNodeVersion(process.versions.node));
  let config: Config | undefined;
  yield await find('settings', async () => {
    config = await readSettings();
    return 'all known and usable';
  });
  if (!config) return;
  for (const [name, check] of CHECKS) {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    const checked = config;
    yield await find(name, () => check(checked, { signal: limited }));
    signal.throwIfAborted();
  }
}

async function find(check: string, run: () => Promise<string | Note>): Promise<Finding> {
  try {
    const result = await run();
    if (result instanceof Note) return { check, status: 'note', detail: result.text };
    return { check, status: 'fine', detail: result };
  } catch (error) {
    return { check, status: 'failed', detail: error instanceof Error ? error.message : String(error) };
  }
}

/** Exported for its test. @throws {CommandError} for a version the service does not run on. */
export function checkNodeVersion(version: string): string {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return version;
  throw new CommandError(`${version} is too old: demobase needs 20.19 or later.`);
}

async function checkDataFolder({ dataDir, limits }: Config): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  const { bavail, bsize } = await statfs(dataDir);
  const freeBytes = bavail * bsize;
  const detail = `${dataDir}, ${formatBytes(freeBytes)} free`;
  if (freeBytes > limits.freeBytes) return detail;
  throw new CommandError(
    `${detail}: below ${formatBytes(limits.freeBytes)} no session is opened. Free some space.`,
  );
}

async function checkDatabase(): Promise<string | Note> {
  return withDatabase(async ({ server, db, description }) => {
    const migrations = await server.migrationStatus(db);
    if (migrations.every(({ executedAt }) => executedAt === undefined)) {
      return new Note(`${description}, still empty; "demobase serve" sets it up`);
    }
    await server.assertSchemaCurrent(db);
    return `${description}, schema up to date`;
  });
}

async function checkBlobStore({ blobs }: Config, { signal }: Cancellable): Promise<string> {
  const { openBlobStore } = await import('@demobase/server');
  const store = await openBlobStore(blobs);
  try {
    await store.check({ signal });
    return `${store.describe()}, writes and reads back`;
  } finally {
    await store.close();
  }
}

/** Any user will do: Valve’s founder has had his account since the first days. */
const WELL_KNOWN_USER = SteamId.parse('76561197960287930');

async function checkSteam({ steam }: Config, { signal }: Cancellable): Promise<string | Note> {
  if (steam.apiKey === undefined) {
    return new Note('no STEAM_API_KEY is set, so accounts are not checked for a set-up profile');
  }
  const api = new SteamWebApi({ key: steam.apiKey, baseUrl: steam.apiUrl });
  const result = await api.playerSummaries([WELL_KNOWN_USER], { signal });
  if (result.outcome === 'ok') return `${steam.apiUrl} answers and takes the key`;
  throw new CommandError(`${steam.apiUrl}: ${describeSteamFailure(result)}`);
}

/** The package falls back to JavaScript, several times slower, where its native part does not load. */
async function checkBufferutil(): Promise<string | Note> {
  const requireFromServer = createRequire(import.meta.resolve('@demobase/server'));
  const { mask }: { mask: () => void } = requireFromServer('bufferutil');
  if (String(mask).includes('[native code]')) return 'the native part of bufferutil is loaded';
  return new Note(
    'the native part of bufferutil is missing, so uploads cost more CPU; reinstall the packages',
  );
}

async function checkPublicUrl({ publicUrl, host }: Config): Promise<string | Note> {
  if (publicUrl === undefined) {
    return new Note('DEMOBASE_PUBLIC_URL is not set, so Steam sign-in works from this machine only');
  }
  const { protocol, hostname } = new URL(publicUrl);
  if (hostname === '0.0.0.0' || hostname === '[::]') {
    throw new CommandError(`${publicUrl} is no address a browser can go to. Name the host players reach.`);
  }
  const isLocal = hostname === 'localhost' || hostname.startsWith('127.') || hostname === '[::1]';
  if (isLocal && host === '0.0.0.0') {
    return new Note(`${publicUrl} means each player’s own machine. Name the host players reach.`);
  }
  if (protocol === 'http:' && !isLocal) {
    return new Note(`${publicUrl} is not encrypted: API keys can be read on the way. Put TLS in front.`);
  }
  return publicUrl;
}
