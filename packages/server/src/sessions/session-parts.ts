import type { AppParts } from '../app-parts.ts';
import type { SessionStream } from './session-stream.ts';
import type { SpoolFolder } from './spool.ts';

export interface ActiveStream {
  readonly stream: SessionStream;
  readonly settled: Promise<void>;
}

/** What the rules of sessions share: the parts of the app, and what only this instance has. */
export interface SessionParts extends AppParts {
  /** Owner of the spools in this instance's data folder, in the database's words. */
  readonly instanceId: string;
  readonly isInstanceAlive: (instanceId: string) => Promise<boolean>;
  readonly spools: SpoolFolder;
  /** Streams of this instance by session, until what follows from their end is in the database. */
  readonly streams: Map<bigint, ActiveStream>;
  /** Sessions a stream is being opened for: in the database they stream already, in `streams` not yet. */
  readonly attaching: Set<bigint>;
  /** Sessions being stored right now, by session, so that nobody stores one twice at once. */
  readonly storing: Map<bigint, Promise<void>>;
}
