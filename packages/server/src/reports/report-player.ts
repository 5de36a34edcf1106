import type { Principal } from '../accounts/api-keys.ts';
import { allowsRole } from '../accounts/roles.ts';
import type { AppParts } from '../app-parts.ts';
import type { ReportReason } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { insertReport, lockSessionOwner } from './store.ts';

/** A full game server has a hundred players, some of whom leave and are replaced. */
const MAX_REPORTS_OF_SESSION = 1_000;

/**
 * Reports a player of a session. The session is the reporter's own: who was not there has nothing to report,
 * but analysts, who may have watched the demo, report from any. The same report again changes nothing.
 *
 * The target is checked by its shape only: a report waits for nobody, and Steam may be down.
 *
 * @throws {DemobaseError} `role_required`, `reported_session_unknown`, `session_of_another_account` or
 *   `too_many_reports`
 */
export async function reportPlayer(
  parts: Pick<AppParts, 'db'>,
  principal: Principal,
  report: {
    readonly sessionId: bigint;
    readonly targetSteamId: bigint;
    readonly reason: ReportReason | null;
  },
): Promise<void> {
  const { sessionId } = report;
  const isAnalyst = allowsRole(principal.roles, 'analyst');
  if (!isAnalyst && !allowsRole(principal.roles, 'player')) throw errors.roleRequired({ role: 'player' });
  const outcome = await parts.db.transaction().execute(async (transaction) => {
    // Held, so that two requests at once neither report twice nor pass the limit together.
    const owner = await lockSessionOwner(transaction, sessionId);
    if (owner === undefined) throw errors.reportedSessionUnknown({ sessionId });
    if (owner !== principal.steamId && !isAnalyst) throw errors.sessionOfAnotherAccount({ sessionId });
    return insertReport(
      transaction,
      { ...report, reporterSteamId: principal.steamId },
      { maxReports: MAX_REPORTS_OF_SESSION },
    );
  });
  if (outcome === 'full') throw errors.tooManyReports({ sessionId, maxReports: MAX_REPORTS_OF_SESSION });
}
