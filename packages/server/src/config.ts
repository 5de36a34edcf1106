import { existsSync } from 'node:fs';
import { availableParallelism, homedir } from 'node:os';
import { join, resolve } from 'node:path';
import Type, { type Static } from 'typebox';
import Value from 'typebox/value';

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

const text = (help: string, options: Record<string, unknown> = {}) =>
  Type.Optional(Type.String({ minLength: 1, description: help, ...options }));
const secret = (help: string) => text(help, { writeOnly: true });
const count = (help: string, fallback: number, limits: { minimum?: number; maximum?: number } = {}) =>
  Type.Integer({ minimum: 0, description: help, default: fallback, ...limits });

/** Every setting: its name, default, check and one line of help. `.env.example` is generated from here. */
export const settingsSchema = Type.Object({
  DEMOBASE_HOST: Type.String({
    default: '127.0.0.1',
    description: 'Address to listen on. 0.0.0.0 lets other machines in; put TLS in front then.',
  }),
  DEMOBASE_PORT: count('Port to listen on. 0 takes any free one.', 8000, { maximum: 65535 }),
  DEMOBASE_PUBLIC_URL: text(
    'Where players reach this service, as https://demos.example. Needed for Steam sign-in.',
    {
      pattern: '^https?://[^/?#@\\s]+/?$',
    },
  ),
  DEMOBASE_TRUST_PROXY: text(
    'Addresses of reverse proxies whose X-Forwarded-For is believed, comma-separated.',
  ),
  DEMOBASE_DATA_DIR: text(
    'Folder for everything kept on this machine. Root: /var/lib/demobase; else ~/.local/share/demobase.',
  ),
  DEMOBASE_BLOB_STORE: Type.Union([Type.Literal('folder'), Type.Literal('s3')], {
    default: 'folder',
    description: 'Where finished demos are kept: a folder in the data folder, or S3-compatible storage.',
  }),
  DEMOBASE_S3_ENDPOINT: text('URL of the S3-compatible storage; leave out for Amazon S3.', {
    pattern: '^https?://',
  }),
  DEMOBASE_S3_REGION: Type.String({ default: 'us-east-1', description: 'Region of the S3 storage.' }),
  AWS_ACCESS_KEY_ID: text('Access key of the S3 storage; without it the usual AWS sources are tried.'),
  AWS_SECRET_ACCESS_KEY: secret('Secret key of the S3 storage.'),
  DATABASE_URL: secret(
    'PostgreSQL to use, as postgresql://user:password@host:5432/demos. Without it one is started here.',
  ),
  POSTGRES_HOST: text('Host of an external PostgreSQL, in place of DATABASE_URL.'),
  POSTGRES_PORT: count('Port of the external PostgreSQL.', 5432, { minimum: 1, maximum: 65535 }),
  POSTGRES_USER: text('User of the external PostgreSQL. With a password and no host, the host is localhost.'),
  POSTGRES_PASSWORD: secret('Password of the external PostgreSQL.'),
  POSTGRES_DB: Type.String({
    minLength: 1,
    default: 'demos',
    description: 'Database of the external PostgreSQL.',
  }),
  STEAM_API_KEY: secret(
    'Steam Web API key. Without it neither set-up profiles nor game servers behind Steam’s relay are checked.',
  ),
  DEMOBASE_STEAM_API_URL: Type.String({
    default: 'https://api.steampowered.com',
    pattern: '^https?://',
    description: 'Steam Web API. Change it only to try things against the simulator.',
  }),
  DEMOBASE_STEAM_OPENID_URL: Type.String({
    default: 'https://steamcommunity.com/openid/login',
    pattern: '^https?://',
    description:
      'Steam sign-in. Whoever answers there decides who signs in: change it only for the simulator.',
  }),
  DEMOBASE_GAME_SERVER_CHECK: Type.Union(
    [Type.Literal('off'), Type.Literal('record'), Type.Literal('require')],
    {
      default: 'record',
      description:
        'Is there a game server at the address a session names? record: look and note it; require: no session without one.',
    },
  ),
  DEMOBASE_GAME_SERVER_UNCHECKED: Type.Union([Type.Literal('allow'), Type.Literal('refuse')], {
    default: 'allow',
    description:
      'What require does when nobody can tell. refuse: while Steam or DNS is down, players upload nothing.',
  }),
  DEMOBASE_GAME_SERVER_PRIVATE: Type.Union([Type.Literal('false'), Type.Literal('true')], {
    default: 'false',
    description:
      'true, for a LAN party, asks game servers on private addresses too: anyone with a key can then have us probe the network here.',
  }),
  DEMOBASE_GAME_APP_ID: count('Steam app id of the game; the relay wants it. 440 is Team Fortress 2.', 440, {
    minimum: 1,
    maximum: 2 ** 32 - 1,
  }),
  DEMOBASE_URL: text(
    'For the commands upload and demos: the service to talk to, http://127.0.0.1:8000 unless set.',
  ),
  DEMOBASE_API_KEY: secret('For the commands upload and demos: the API key to use.'),
  DEMOBASE_MAX_DEMO_BYTES: count('Largest demo taken, in bytes.', 4 * GiB, { minimum: 1072 }),
  DEMOBASE_MAX_FRAME_BYTES: count(
    'Largest WebSocket frame taken, in bytes. Frames are streamed, not held.',
    GiB,
    {
      minimum: 1024,
    },
  ),
  DEMOBASE_MIN_FREE_BYTES: count(
    'No new session is opened when the data disk has less free than this.',
    512 * MiB,
  ),
  DEMOBASE_STREAM_IDLE_SECONDS: count('A stream silent for this long is detached.', 600, { minimum: 1 }),
  DEMOBASE_RESUME_GRACE_SECONDS: count(
    'How long a session whose stream vanished waits for it to come back.',
    120,
  ),
  DEMOBASE_OPEN_GRACE_SECONDS: count('How long a session waits for its first stream.', 600, { minimum: 1 }),
  DEMOBASE_LATE_BYTES_SECONDS: count('How long after closing late bytes are still taken.', 3600),
  DEMOBASE_ANALYSIS_WORKERS: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 256,
      description:
        'How many demos this process analyses at once: one less than it has cores, at least one, unless set. 0 leaves it to `demobase worker`.',
    }),
  ),
  DEMOBASE_ANALYSIS_MEMORY_MB: count('Memory the analysis of one demo may take, in MB.', 512, {
    minimum: 32,
    maximum: 65_536,
  }),
  DEMOBASE_ANALYSIS_SECONDS: count('How long the analysis of one demo may take.', 900, {
    minimum: 1,
    maximum: 80_000,
  }),
  DEMOBASE_RATE_LIMIT_PER_MINUTE: count('Requests one address may make a minute; 0 for no limit.', 600),
  DEMOBASE_LOG_LEVEL: Type.Union(
    ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].map((level) => Type.Literal(level)),
    { default: 'info', description: 'How much to log.' },
  ),
});

type Settings = Static<typeof settingsSchema>;

/** Where PostgreSQL is: started by us in the data folder, or somewhere else. */
export type DatabaseConfig =
  | { readonly kind: 'embedded'; readonly dataDir: string }
  | {
      readonly kind: 'external';
      readonly dataDir: string;
      readonly connection: { readonly connectionString: string };
    };

export type BlobStoreConfig =
  | { readonly kind: 'folder'; readonly dataDir: string }
  | {
      readonly kind: 's3';
      readonly endpoint?: string;
      readonly region: string;
      readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
    };

/** What becomes of the address of a game server that a session names. */
export interface GameServerConfig {
  readonly check: 'off' | 'record' | 'require';
  /** What `require` does when we cannot tell whether a game server is there. */
  readonly unchecked: 'allow' | 'refuse';
  /** Whether game servers on private, loopback and link-local addresses are asked. */
  readonly allowsPrivate: boolean;
  readonly appId: number;
}

/** How demos are analysed. */
export interface AnalysisConfig {
  /** How many at once, in this process. */
  readonly workers: number;
  readonly memoryMb: number;
  readonly timeoutMs: number;
}

/** The settings as the program uses them: checked, completed, frozen. */
export interface Config {
  readonly host: string;
  readonly port: number;
  /** Without a trailing slash; undefined means the address the server ends up listening on. */
  readonly publicUrl?: string;
  readonly trustedProxies: readonly string[];
  readonly dataDir: string;
  readonly database: DatabaseConfig;
  readonly blobs: BlobStoreConfig;
  readonly steam: { readonly apiKey?: string; readonly apiUrl: string; readonly openIdUrl: string };
  readonly gameServers: GameServerConfig;
  readonly analysis: AnalysisConfig;
  readonly limits: {
    readonly demoBytes: number;
    readonly frameBytes: number;
    readonly freeBytes: number;
    readonly requestsPerMinute: number;
  };
  readonly sessions: {
    readonly idleMs: number;
    readonly resumeGraceMs: number;
    readonly openGraceMs: number;
    readonly lateBytesMs: number;
  };
  readonly logLevel: string;
}

/** A setting that cannot be used. The message names it and says what is allowed. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the settings from environment variables.
 *
 * @throws {ConfigError} for an unknown `DEMOBASE_*` name or a value that does not pass its check.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const settings = checkSettings(environment);
  const dataDir = resolve(settings.DEMOBASE_DATA_DIR ?? defaultDataDir(environment));
  return Object.freeze({
    host: settings.DEMOBASE_HOST,
    port: settings.DEMOBASE_PORT,
    ...(settings.DEMOBASE_PUBLIC_URL && { publicUrl: settings.DEMOBASE_PUBLIC_URL.replace(/\/$/, '') }),
    trustedProxies: (settings.DEMOBASE_TRUST_PROXY ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
    dataDir,
    database: databaseConfig(settings, dataDir),
    blobs: blobStoreConfig(settings, dataDir),
    steam: {
      ...(settings.STEAM_API_KEY && { apiKey: settings.STEAM_API_KEY }),
      apiUrl: settings.DEMOBASE_STEAM_API_URL.replace(/\/$/, ''),
      openIdUrl: settings.DEMOBASE_STEAM_OPENID_URL,
    },
    gameServers: {
      check: settings.DEMOBASE_GAME_SERVER_CHECK,
      unchecked: settings.DEMOBASE_GAME_SERVER_UNCHECKED,
      allowsPrivate: settings.DEMOBASE_GAME_SERVER_PRIVATE === 'true',
      appId: settings.DEMOBASE_GAME_APP_ID,
    },
    analysis: {
      workers: settings.DEMOBASE_ANALYSIS_WORKERS ?? Math.max(1, availableParallelism() - 1),
      memoryMb: settings.DEMOBASE_ANALYSIS_MEMORY_MB,
      timeoutMs: settings.DEMOBASE_ANALYSIS_SECONDS * 1000,
    },
    limits: {
      demoBytes: settings.DEMOBASE_MAX_DEMO_BYTES,
      frameBytes: settings.DEMOBASE_MAX_FRAME_BYTES,
      freeBytes: settings.DEMOBASE_MIN_FREE_BYTES,
      requestsPerMinute: settings.DEMOBASE_RATE_LIMIT_PER_MINUTE,
    },
    sessions: {
      idleMs: settings.DEMOBASE_STREAM_IDLE_SECONDS * 1000,
      resumeGraceMs: settings.DEMOBASE_RESUME_GRACE_SECONDS * 1000,
      openGraceMs: settings.DEMOBASE_OPEN_GRACE_SECONDS * 1000,
      lateBytesMs: settings.DEMOBASE_LATE_BYTES_SECONDS * 1000,
    },
    logLevel: settings.DEMOBASE_LOG_LEVEL,
  });
}

/** The environment, completed by a file `.env` in the current folder; what is set already wins. */
export function loadEnvironment(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

function checkSettings(environment: NodeJS.ProcessEnv): Settings {
  const known = Object.keys(settingsSchema.properties);
  const given: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (known.includes(name)) {
      if (value !== '') given[name] = value;
    } else if (name.startsWith('DEMOBASE_')) {
      throw new ConfigError(`${name} is not a setting. The settings are: ${known.join(', ')}.`);
    }
  }
  const settings = Value.Default(settingsSchema, Value.Convert(settingsSchema, given));
  if (Value.Check(settingsSchema, settings)) return settings;
  const [problem] = Value.Errors(settingsSchema, settings);
  const name = problem?.instancePath.slice(1).split('/')[0] ?? 'A setting';
  const help = Object.entries(settingsSchema.properties).find(([key]) => key === name)?.[1];
  // The value is left out on purpose: it may be a secret that was put under the wrong name.
  throw new ConfigError(`${name} cannot be used: it ${problem?.message}. ${describe(help)}`.trim());
}

function describe(schema: unknown): string {
  return typeof schema === 'object' && schema && 'description' in schema ? String(schema.description) : '';
}

function defaultDataDir(environment: NodeJS.ProcessEnv): string {
  if (process.getuid?.() === 0) return '/var/lib/demobase';
  return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'demobase');
}

function databaseConfig(settings: Settings, dataDir: string): DatabaseConfig {
  if (settings.DATABASE_URL) {
    return { kind: 'external', dataDir, connection: { connectionString: settings.DATABASE_URL } };
  }
  const { POSTGRES_HOST: host, POSTGRES_USER: user, POSTGRES_PASSWORD: password } = settings;
  if (!host && !user && !password) return { kind: 'embedded', dataDir };
  if (!user || !password) {
    throw new ConfigError(
      'POSTGRES_USER and POSTGRES_PASSWORD are both needed for an external PostgreSQL. ' +
        'Set both, or DATABASE_URL, or none of them for the embedded one.',
    );
  }
  const url = new URL('postgresql://localhost');
  url.username = encodeURIComponent(user);
  url.password = encodeURIComponent(password);
  url.hostname = host ?? 'localhost';
  url.port = String(settings.POSTGRES_PORT);
  url.pathname = `/${encodeURIComponent(settings.POSTGRES_DB)}`;
  return { kind: 'external', dataDir, connection: { connectionString: url.href } };
}

function blobStoreConfig(settings: Settings, dataDir: string): BlobStoreConfig {
  if (settings.DEMOBASE_BLOB_STORE === 'folder') return { kind: 'folder', dataDir };
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = settings;
  return {
    kind: 's3',
    region: settings.DEMOBASE_S3_REGION,
    ...(settings.DEMOBASE_S3_ENDPOINT && { endpoint: settings.DEMOBASE_S3_ENDPOINT }),
    ...(accessKeyId && secretAccessKey && { credentials: { accessKeyId, secretAccessKey } }),
  };
}
