import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { BlobStore } from './blobs/blob-store.ts';
import type { Config } from './config.ts';
import type { Database } from './database/schema.ts';
import type { GameServerChecks } from './game-servers/game-server-checks.ts';
import type { SteamAccess } from './steam-access.ts';

/** What the capabilities are built from. Nothing below reads the environment or keeps state outside these. */
export interface AppParts {
  readonly config: Config;
  readonly db: Kysely<Database>;
  /** The connections behind `db`, for what Kysely has no words for. */
  readonly pool: Pool;
  readonly blobs: BlobStore;
  readonly log: FastifyBaseLogger;
  readonly steam: SteamAccess;
  readonly gameServerChecks: GameServerChecks;
  /** Where players reach this service, without a trailing slash. Known once the server listens. */
  readonly publicUrl: () => string;
  readonly now: () => Date;
}

/** The HTTP server as routes see it: schemas are TypeBox, and types come from them. */
export type App = FastifyInstance<
  Server,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;
