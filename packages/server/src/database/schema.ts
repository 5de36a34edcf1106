import type { GameServerObservation } from '@demobase/steam';
import type { ColumnType, Generated, GeneratedAlways, Insertable, Selectable } from 'kysely';

/** `now()` unless given. 64-bit integers are `bigint`: Steam IDs do not fit a JavaScript number. */
type CreatedAt = ColumnType<Date, Date | undefined, never>;

export type Role = 'player' | 'analyst' | 'admin';

/** The states of a session's life; see `sessions/session-state.ts` for the moves between them. */
export type SessionState = 'open' | 'streaming' | 'detached' | 'closing' | 'closed' | 'rejected' | 'pruned';

/**
 * `verified`: a game server is there. `unknown`: nobody there is one, as far as could be asked. `unchecked`:
 * nobody could tell, so it says nothing about the game server.
 */
export type GameServerVerdict = 'verified' | 'unknown' | 'unchecked';

interface AccountsTable {
  steam_id: bigint;
  created_at: CreatedAt;
  last_sign_in_at: Date | null;
}

interface AccountRolesTable {
  steam_id: bigint;
  role: Role;
  granted_at: CreatedAt;
}

interface ApiKeysTable {
  id: GeneratedAlways<bigint>;
  steam_id: bigint;
  /** SHA-256 of the key. The key itself is never stored. */
  hash: Buffer;
  /** The key's first characters, enough for its owner to recognise it. */
  prefix: string;
  created_at: CreatedAt;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

interface SignInAttemptsTable {
  state_hash: Buffer;
  cookie_hash: Buffer;
  return_to: string;
  created_at: CreatedAt;
}

interface OpenidNoncesTable {
  op_endpoint: string;
  nonce: string;
  seen_at: CreatedAt;
}

interface SignInsTable {
  token_hash: Buffer;
  steam_id: bigint;
  /** Proves that a form came from our page; replaced each time one is used. */
  form_token: string;
  created_at: CreatedAt;
  expires_at: Date;
}

interface ServerSecretsTable {
  name: string;
  value: Buffer;
}

interface SessionsTable {
  id: bigint;
  steam_id: bigint;
  state: SessionState;
  /** The instance whose disk holds the spool; null before the first byte, and after it was handed over. */
  instance_id: string | null;
  /** Another instance that a client has come back to, and that asks for the spool. */
  hand_over_to: string | null;
  demo_name: string;
  fake_ip: string;
  map: string;
  opened_at: Generated<Date>;
  /** When an open or detached session closes by itself. */
  close_due_at: Date | null;
  ended_at: Date | null;
  late_bytes: Buffer | null;
  size_bytes: bigint | null;
  sha256: Buffer | null;
  /** True when the recording ends with the game's own end mark, false when it was cut. */
  is_complete: boolean | null;
  rejection_code: string | null;
  rejection_reason: string | null;
}

/** What we found out about the game server a session names. */
interface GameServerChecksTable {
  session_id: bigint;
  /** As a machine writes it, or the text as given where it is no address. */
  address: string;
  verdict: GameServerVerdict;
  /** For people. */
  reason: string;
  /** What the game server or Steam told, and how; null when nothing was asked. */
  observation: ColumnType<GameServerObservation | null, string | null, never>;
  checked_at: Date;
}

interface BlobDeletionsTable {
  name: string;
  queued_at: CreatedAt;
}

/** Every table, as Kysely types. The migrations are the truth; this describes their result. */
export interface Database {
  accounts: AccountsTable;
  account_roles: AccountRolesTable;
  api_keys: ApiKeysTable;
  sign_in_attempts: SignInAttemptsTable;
  openid_nonces: OpenidNoncesTable;
  sign_ins: SignInsTable;
  server_secrets: ServerSecretsTable;
  sessions: SessionsTable;
  game_server_checks: GameServerChecksTable;
  blob_deletions: BlobDeletionsTable;
}

export type SessionRow = Selectable<SessionsTable>;
export type NewSessionRow = Insertable<SessionsTable>;
