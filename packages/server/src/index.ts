/** The server's front door, for the command line. */
export {
  type ApiKeyInfo,
  createApiKey,
  listApiKeys,
  type NewApiKey,
  revokeApiKey,
} from './accounts/api-keys.ts';
export { createAccount, grantRole, revokeRole, rolesOf } from './accounts/roles.ts';
export {
  countAnalyses,
  listUnreadDemos,
  requeueAnalyses,
  type UnreadDemo,
} from './analysis/queue-analysis.ts';
export { BlobStoreError } from './blobs/blob-store.ts';
export { openBlobStore } from './blobs/open-blob-store.ts';
export { type Config, ConfigError, loadEnvironment, readConfig, settingsSchema } from './config.ts';
export { DatabaseError } from './database/database-error.ts';
export { makeMigration } from './database/make-migration.ts';
export {
  assertSchemaCurrent,
  migrateDown,
  migrateToLatest,
  migrateUp,
  migrationStatus,
} from './database/migrate.ts';
export { type OpenDatabase, openDatabaseForTool } from './database/open-database.ts';
export type { AnalysisState, Role } from './database/schema.ts';
export { runServer, runWorker } from './main.ts';
export {
  addBroadcast,
  type Broadcast,
  listBroadcasts,
  retireBroadcast,
} from './operations/broadcasts.ts';
export { version } from './version.ts';
