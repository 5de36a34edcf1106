import { DemobaseApiError } from './api-error.ts';

/** What the headers of `/demodata` say about a stored demo. */
export interface StoredDemo {
  readonly sizeBytes: number;
  /** 64 lower-case hex digits; undefined where the service did not say. */
  readonly sha256: string | undefined;
  /** To send back as `If-Range` when a download goes on. */
  readonly etag: string | undefined;
}

/**
 * Reads what a response to `/demodata` says about the whole demo, of which it may carry a part.
 *
 * @throws {DemobaseApiError} when the response does not tell the size.
 */
export function readStoredDemo(response: Response): StoredDemo {
  const total =
    response.headers.get('content-range')?.split('/')[1] ?? response.headers.get('content-length');
  const sizeBytes = Number(total ?? Number.NaN);
  if (!Number.isSafeInteger(sizeBytes)) {
    throw new DemobaseApiError({
      status: response.status,
      message: 'The service did not tell the demo’s size.',
    });
  }
  const etag = response.headers.get('etag') ?? undefined;
  return { sizeBytes, sha256: digestIn(response.headers.get('repr-digest')) ?? hexIn(etag), etag };
}

/** `Repr-Digest: sha-256=:<base64>:` (RFC 9530 section 3). */
function digestIn(header: string | null): string | undefined {
  const base64 = /sha-256=:([A-Za-z0-9+/]{43}=):/.exec(header ?? '')?.[1];
  if (base64 === undefined) return undefined;
  return Array.from(atob(base64), (byte) => byte.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** The service's entity tags are the demo's SHA-256 in hex. */
function hexIn(etag: string | undefined): string | undefined {
  return /^"([0-9a-f]{64})"$/.exec(etag ?? '')?.[1];
}
