import type { Principal } from '../accounts/api-keys.ts';
import { allowsRole } from '../accounts/roles.ts';
import type { AppParts } from '../app-parts.ts';
import { errors } from '../errors.ts';
import { type AnalysedDemoRow, findAnalysedDemo, findDetections } from './read-store.ts';

/** A demo with more than these is read by `/api/export`, not by eye. */
const MAX_DETECTIONS = 10_000;

/**
 * All that is known of a demo, as JSON: for its owner, and with what detectors found for analysts. To anybody else
 * there is no such demo, so that nobody learns which ones there are.
 *
 * @throws {DemobaseError} `session_unknown`
 */
export async function describeDemo(
  parts: Pick<AppParts, 'db'>,
  principal: Principal,
  sessionId: bigint,
): Promise<string> {
  const isAnalyst = allowsRole(principal.roles, 'analyst');
  const demo = await findAnalysedDemo(parts.db, sessionId);
  if (!demo || (demo.steam_id !== principal.steamId && !isAnalyst))
    throw errors.sessionUnknown({ sessionId });
  const details = JSON.stringify(detailsOf(demo));
  const more = [`"summary":${demo.summary ?? 'null'}`];
  if (isAnalyst) more.push(`"detections":[${await detectionsOf(parts, sessionId)}]`);
  return `${details.slice(0, -1)},${more.join(',')}}`;
}

function detailsOf(demo: AnalysedDemoRow): object {
  return {
    session_id: String(demo.id),
    state: demo.state,
    demo_name: demo.demo_name,
    map: demo.map,
    game_server: demo.fake_ip,
    start_time: demo.opened_at.toISOString(),
    end_time: demo.ended_at?.toISOString() ?? null,
    size_bytes: demo.size_bytes === null ? null : Number(demo.size_bytes),
    sha256: demo.sha256?.toString('hex') ?? null,
    is_complete: demo.is_complete,
    analysis: demo.analysis_state && {
      state: demo.analysis_state,
      attempts: demo.attempts,
      progress: demo.progress,
      queued_at: demo.queued_at?.toISOString() ?? null,
      started_at: demo.started_at?.toISOString() ?? null,
      finished_at: demo.finished_at?.toISOString() ?? null,
      error: demo.error_code === null ? null : { code: demo.error_code, reason: demo.error_reason },
      reader_version: demo.reader_version,
    },
  };
}

/** Written out here, as Steam IDs are text but the numbers in `data` are kept to the last digit. */
async function detectionsOf(parts: Pick<AppParts, 'db'>, sessionId: bigint): Promise<string> {
  const detections = await findDetections(parts.db, sessionId, MAX_DETECTIONS);
  return detections
    .map(({ author, algorithm, steam_id, tick, data }) => {
      const known = JSON.stringify({ author, algorithm, steam_id: String(steam_id), tick });
      return `${known.slice(0, -1)},"data":${data ?? 'null'}}`;
    })
    .join(',');
}
