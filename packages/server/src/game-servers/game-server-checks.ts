import { formatServerAddress, parseServerAddress } from '@demobase/steam';
import type { AppParts } from '../app-parts.ts';
import { errors } from '../errors.ts';
import { checkGameServer, type GameServerFinding, shownAddress } from './check-game-server.ts';
import { SharedWork } from './shared-work.ts';
import { insertCheck } from './store.ts';
import { Turns } from './turns.ts';

/** Players wait no longer for a check than this, whatever holds it up; then nobody can tell. */
const ADMISSION_MS = 5_000;
/** How long one address is looked at: while somebody waits, less than the above, so that the real reason is told. */
const URGENT_CHECK_MS = 4_500;
const CHECK_MS = 10_000;
/** All players of a match name the same game server within this time. */
const FINDING_LIFETIME_MS = 60_000;
/** What could not be told is asked again sooner, though not at once: whoever is overloaded needs a pause. */
const UNCHECKED_LIFETIME_MS = 10_000;
const MAX_KEPT_FINDINGS = 2_000;
const MAX_RUNNING = 32;
const MAX_WAITING = 1_000;
const TOO_MANY = 'Too many game servers are being checked right now.';

type CheckParts = Pick<AppParts, 'config' | 'db' | 'log' | 'now' | 'steam'>;

interface DatedFinding extends GameServerFinding {
  readonly checkedAt: Date;
}

/** What a check for one session came to. */
interface Check {
  readonly finding: DatedFinding;
  /** Others asked about the address a moment ago, or are just asking. */
  readonly isReused: boolean;
  readonly ms: number;
}

/**
 * Holds the game servers that sessions name against the policy `DEMOBASE_GAME_SERVER_CHECK`. One for the whole
 * process: findings are shared among all who name the same address within a minute.
 */
export class GameServerChecks {
  readonly #parts: CheckParts;
  readonly #findings: SharedWork<DatedFinding>;
  readonly #turns = new Turns({ maxRunning: MAX_RUNNING, maxWaiting: MAX_WAITING });
  readonly #underWay = new Set<AbortController>();
  readonly #background = new Set<Promise<void>>();
  #isStopping = false;

  constructor(parts: CheckParts) {
    this.#parts = parts;
    this.#findings = new SharedWork({
      now: () => parts.now().getTime(),
      maxKept: MAX_KEPT_FINDINGS,
      lifetimeMs: ({ verdict }) => (verdict === 'unchecked' ? UNCHECKED_LIFETIME_MS : FINDING_LIFETIME_MS),
    });
  }

  /**
   * Under the policy `require`, lets a session be opened or not; under any other, lets it at once.
   *
   * @returns what was found, to be kept with the session
   * @throws {DemobaseError} `game_server_unknown` or `game_server_unchecked`
   */
  async admit(fakeIp: string): Promise<DatedFinding | undefined> {
    const { check: policy, unchecked } = this.#parts.config.gameServers;
    if (policy !== 'require') return undefined;
    const check = await this.#checkInTime(fakeIp);
    const { verdict, address, reason } = check.finding;
    const isRefused = verdict === 'unknown' || (verdict === 'unchecked' && unchecked === 'refuse');
    this.#logCheck(check, isRefused ? 'refused' : 'admitted');
    if (!isRefused) return check.finding;
    const told = { address: parseServerAddress(fakeIp) ? address : JSON.stringify(address), reason };
    throw verdict === 'unknown' ? errors.gameServerUnknown(told) : errors.gameServerUnchecked(told);
  }

  /** Keeps with a session what was found before it was opened. The session is more than this: it never fails. */
  async keep(sessionId: bigint, finding: DatedFinding): Promise<boolean> {
    try {
      return await insertCheck(this.#parts.db, { sessionId, finding, checkedAt: finding.checkedAt });
    } catch (error) {
      this.#parts.log.error({ err: error, sessionId: String(sessionId) }, 'game server check not kept');
      return false;
    }
  }

  /** Under the policy `record`, begins to find out about the game server of a session; comes back at once. */
  record(sessionId: bigint, fakeIp: string): void {
    if (this.#parts.config.gameServers.check !== 'record' || this.#isStopping) return;
    const recording = this.#record(sessionId, fakeIp).finally(() => this.#background.delete(recording));
    this.#background.add(recording);
  }

  /** Cancels what is under way; nothing is kept of it. Safe to repeat. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    for (const limit of this.#underWay) limit.abort();
    await Promise.all(this.#background);
  }

  async #record(sessionId: bigint, fakeIp: string): Promise<void> {
    const check = await this.#check(fakeIp, { isUrgent: false });
    if (this.#isStopping) return;
    const isKept = await this.keep(sessionId, check.finding);
    this.#logCheck(check, isKept ? 'recorded' : 'not kept', sessionId);
  }

  async #checkInTime(fakeIp: string): Promise<Check> {
    const begunAt = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<Check>((resolve) => {
      timer = setTimeout(() => {
        const finding = this.#unchecked(fakeIp, TOO_MANY);
        resolve({ finding, isReused: false, ms: performance.now() - begunAt });
      }, ADMISSION_MS);
    });
    try {
      return await Promise.race([this.#check(fakeIp, { isUrgent: true }), timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Never rejects. */
  async #check(fakeIp: string, options: { readonly isUrgent: boolean }): Promise<Check> {
    const begunAt = performance.now();
    const parsed = parseServerAddress(fakeIp);
    const look = () => this.#lookInTurn(fakeIp, options);
    const { work, isReused } = parsed
      ? this.#findings.share(formatServerAddress(parsed), look)
      : { work: look(), isReused: false };
    const finding = await work.catch((error: unknown) => {
      this.#parts.log.error({ err: error }, 'game server check failed');
      return this.#unchecked(fakeIp, 'Something went wrong here.');
    });
    return { finding, isReused, ms: performance.now() - begunAt };
  }

  async #lookInTurn(fakeIp: string, options: { readonly isUrgent: boolean }): Promise<DatedFinding> {
    const askedAt = performance.now();
    const isWanted = () => !options.isUrgent || performance.now() - askedAt < ADMISSION_MS;
    const finding = await this.#turns.take(() => this.#look(fakeIp, options), isWanted);
    return finding ?? this.#unchecked(fakeIp, TOO_MANY);
  }

  async #look(fakeIp: string, options: { readonly isUrgent: boolean }): Promise<DatedFinding> {
    const { steam, config, now } = this.#parts;
    const limit = new AbortController();
    if (this.#isStopping) limit.abort();
    const timer = setTimeout(() => limit.abort(), options.isUrgent ? URGENT_CHECK_MS : CHECK_MS);
    this.#underWay.add(limit);
    try {
      const { appId } = config.gameServers;
      const finding = await checkGameServer(steam.gameServers, fakeIp, {
        ...options,
        appId,
        signal: limit.signal,
      });
      return { ...finding, checkedAt: now() };
    } catch (error) {
      if (!limit.signal.aborted) throw error;
      return this.#unchecked(fakeIp, 'Nothing could be found out in time; Steam may be slow.');
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(limit);
    }
  }

  /** Nobody could tell, for a reason of ours. */
  #unchecked(fakeIp: string, reason: string): DatedFinding {
    return { address: shownAddress(fakeIp), verdict: 'unchecked', reason, checkedAt: this.#parts.now() };
  }

  #logCheck({ finding, isReused, ms }: Check, outcome: string, sessionId?: bigint): void {
    const { address, verdict, reason } = finding;
    this.#parts.log.info(
      {
        operation: 'check-game-server',
        outcome,
        verdict,
        address,
        reason,
        isReused,
        ms: Math.round(ms),
        ...(sessionId !== undefined && { sessionId: String(sessionId) }),
      },
      'game server checked',
    );
  }
}
