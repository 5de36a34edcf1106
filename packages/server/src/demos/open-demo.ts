import type { Readable } from 'node:stream';
import parseRange from 'range-parser';
import type { Principal } from '../accounts/api-keys.ts';
import { allowsRole } from '../accounts/roles.ts';
import type { AppParts } from '../app-parts.ts';
import { type ByteRange, demoBlobName } from '../blobs/blob-store.ts';
import type { SessionRow } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { findSession } from './store.ts';

/** A demo that exists and may be read by who asked. */
export interface Demo {
  readonly sessionId: bigint;
  readonly sizeBytes: number;
  readonly sha256: Buffer;
  /** Strong validator (RFC 9110 section 8.8.3): it changes when late bytes complete the demo. */
  readonly etag: string;
}

/**
 * Finds a demo for its owner or for an analyst.
 *
 * @throws {DemobaseError} `session_unknown`, `not_your_demo`, `demo_not_ready`, `demo_rejected`,
 *   `demo_empty` or `demo_pruned`
 */
export async function findDemo(parts: AppParts, principal: Principal, sessionId: bigint): Promise<Demo> {
  const session = await findSession(parts.db, sessionId);
  if (!session) throw errors.sessionUnknown({ sessionId });
  if (session.steam_id !== principal.steamId && !allowsRole(principal.roles, 'analyst')) {
    throw errors.notYourDemo({ sessionId });
  }
  return { sessionId, ...storedDemo(session) };
}

function storedDemo(session: SessionRow): Omit<Demo, 'sessionId'> {
  const { id: sessionId, state } = session;
  switch (state) {
    case 'open':
    case 'streaming':
    case 'detached':
    case 'closing':
      throw errors.demoNotReady({ sessionId, state });
    case 'rejected':
      throw errors.demoRejected({ sessionId, reason: session.rejection_reason ?? 'it was not a demo' });
    case 'pruned':
      throw errors.demoPruned({ sessionId });
    case 'closed':
      if (session.size_bytes === null || !session.sha256) throw errors.demoEmpty({ sessionId });
      return {
        sizeBytes: Number(session.size_bytes),
        sha256: session.sha256,
        etag: `"${session.sha256.toString('hex')}"`,
      };
  }
}

/**
 * The part of a demo a `Range` header asks for, undefined for the whole. Several ranges at once, and ranges
 * of another version (`If-Range`), are answered with the whole, as RFC 9110 section 14.2 allows.
 *
 * @throws {DemobaseError} `range_not_satisfiable`
 */
export function requestedRange(
  demo: Demo,
  headers: { readonly range?: string | undefined; readonly ifRange?: string | undefined },
): ByteRange | undefined {
  if (headers.range === undefined) return undefined;
  if (headers.ifRange !== undefined && headers.ifRange !== demo.etag) return undefined;
  const ranges = parseRange(demo.sizeBytes, clampSuffix(headers.range, demo.sizeBytes));
  if (ranges === -1) throw errors.rangeNotSatisfiable({ sizeBytes: demo.sizeBytes });
  if (ranges === -2 || ranges.type !== 'bytes') return undefined;
  const [range, ...more] = ranges;
  return range && more.length === 0 ? { start: range.start, endInclusive: range.end } : undefined;
}

/** A suffix longer than the demo asks for all of it (RFC 9110 section 14.1.2); the parser refuses it. */
function clampSuffix(range: string, sizeBytes: number): string {
  const [, suffix] = /^bytes=-(\d+)$/.exec(range) ?? [];
  return suffix !== undefined && Number(suffix) > sizeBytes ? 'bytes=0-' : range;
}

/** @throws {DemobaseError} `demo_missing` when the storage has lost it. */
export async function readDemo(parts: AppParts, demo: Demo, range: ByteRange | undefined): Promise<Readable> {
  const blob = await parts.blobs.get(demoBlobName(demo.sessionId), { range });
  if (!blob) {
    parts.log.error({ sessionId: String(demo.sessionId) }, 'the blob of a stored demo is missing');
    throw errors.demoMissing({ sessionId: demo.sessionId });
  }
  return blob.body;
}
