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
  /** When an analysis made elsewhere was last taken in; programs are not asked for another. */
  ingested_at: Date | null;
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

/** What a person accuses a player of. Early clients give no reason. */
export type ReportReason = 'bot' | 'cheater';

interface ReportsTable {
  id: GeneratedAlways<bigint>;
  session_id: bigint;
  target_steam_id: bigint;
  reason: ReportReason | null;
  /** Null when that account was deleted. */
  reporter_steam_id: bigint | null;
  created_at: CreatedAt;
}

export type Verdict = 'none' | 'benign' | 'inconclusive' | 'confirmed' | 'error';

/** What an analyst found after looking at a player in a demo. */
interface ReviewsTable {
  id: GeneratedAlways<bigint>;
  session_id: bigint;
  target_steam_id: bigint;
  verdict: Verdict;
  note: Generated<string>;
  evidence_ticks: Generated<number[]>;
  /** Null when that account was deleted. */
  reviewer_steam_id: bigint | null;
  appeal_note: string | null;
  created_at: CreatedAt;
  expires_at: Date | null;
}

/** An analysis of a demo that was made elsewhere and taken in; one for each author. */
interface IngestsTable {
  session_id: bigint;
  author: string;
  /** Whose key it came with; null when that account was deleted. */
  ingested_by: bigint | null;
  ingested_at: Date;
  duration_ticks: bigint;
  map: string;
  server_ip: string;
  detection_count: number;
}

/** `failed`: its program gave up and another may try. `set_aside`: nobody gets it any more. */
export type ExternalJobState = 'leased' | 'failed' | 'done' | 'set_aside';

/** A demo lent to an analysis program elsewhere; there is a row from the first lease on. */
interface ExternalJobsTable {
  session_id: bigint;
  state: ExternalJobState;
  /** Counts the leases; with the session it names the job, so an old lease is told from a new one. */
  attempt: number;
  /** Null when that account was deleted. */
  holder_steam_id: bigint | null;
  lease_expires_at: Date;
  last_error: string | null;
  updated_at: Date;
}

/** What administrators tell everybody, until it is retired. */
interface BroadcastsTable {
  id: GeneratedAlways<bigint>;
  message: string;
  importance: string;
  post_date: Date;
  retired_at: Date | null;
}

/** How far the analysis of a demo is; `analysis/store.ts` has the moves between them. */
export type AnalysisState = 'queued' | 'running' | 'done' | 'failed' | 'set_aside';

interface DemoAnalysesTable {
  session_id: bigint;
  state: AnalysisState;
  /** Higher ones first: demos that were just recorded before those that are read again. */
  priority: Generated<number>;
  /** How often it was begun since it was queued; what ended through no fault of the demo is not counted. */
  attempts: Generated<number>;
  /** How often the demo was at fault since it was queued. */
  failures: Generated<number>;
  queued_at: Generated<Date>;
  not_before: Date | null;
  /** The job that stands for a queued row; null until it has one. */
  job_id: string | null;
  started_at: Date | null;
  finished_at: Date | null;
  /** A running analysis whose worker was not heard of for a while is given to another. */
  heartbeat_at: Date | null;
  /** Who has the lease, a different text at every attempt; null unless running. */
  worker: string | null;
  /** From 0 to 1. */
  progress: number | null;
  error_code: string | null;
  /** For people. */
  error_reason: string | null;
  reader_version: string | null;
  /** A `DemoSummary`. */
  summary: ColumnType<unknown, never, never>;
}

interface DemoPlayersTable {
  session_id: bigint;
  place: number;
  steam_id: bigint | null;
  name: string;
  names: string[];
  user_ids: number[];
  is_bot: boolean;
  is_source_tv: boolean;
  team: string | null;
  class: string | null;
  kills: number | null;
  assists: number | null;
  deaths: number | null;
  suicides: number | null;
  damage: bigint | null;
  damage_taken: bigint | null;
  healing: bigint | null;
}

interface DemoChatTable {
  session_id: bigint;
  place: number;
  tick: number;
  steam_id: bigint | null;
  name: string | null;
  kind: string;
  text: string;
}

interface DemoKillsTable {
  session_id: bigint;
  place: number;
  tick: number;
  cause: string;
  victim_steam_id: bigint | null;
  victim_name: string | null;
  attacker_steam_id: bigint | null;
  attacker_name: string | null;
  assister_steam_id: bigint | null;
  assister_name: string | null;
  weapon: string | null;
  crit: string | null;
  custom_kill: number | null;
  is_feigned: boolean;
}

interface DemoRoundsTable {
  session_id: bigint;
  place: number;
  start_tick: number | null;
  active_tick: number | null;
  end_tick: number | null;
  outcome: string;
  winner: string | null;
  win_reason: string | null;
  red_score: number | null;
  blue_score: number | null;
}

/** What detectors found: ours, whose author is `demobase`, and those of others. */
interface DetectionsTable {
  id: GeneratedAlways<bigint>;
  session_id: bigint;
  author: string;
  algorithm: string;
  steam_id: bigint;
  tick: number;
  data: ColumnType<unknown, string | null, never>;
  created_at: CreatedAt;
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
  reports: ReportsTable;
  reviews: ReviewsTable;
  ingests: IngestsTable;
  external_jobs: ExternalJobsTable;
  broadcasts: BroadcastsTable;
  demo_analyses: DemoAnalysesTable;
  demo_players: DemoPlayersTable;
  demo_chat: DemoChatTable;
  demo_kills: DemoKillsTable;
  demo_rounds: DemoRoundsTable;
  detections: DetectionsTable;
  blob_deletions: BlobDeletionsTable;
}

export type SessionRow = Selectable<SessionsTable>;
export type NewSessionRow = Insertable<SessionsTable>;
