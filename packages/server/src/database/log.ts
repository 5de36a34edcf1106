import type { BaseLogger } from 'pino';

/** What this folder needs of a logger. */
export type Log = Pick<BaseLogger, 'info' | 'warn' | 'error'>;
