/** The part of the global `fetch` that this package uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * - `unreachable`: no answer began, so the request may be sent again
 * - `interrupted`: the answer broke off
 * - `rejected`: `fetch` would not take the answer; a redirect, which we never follow, ends here
 * - `too-long`: it went past the cap
 */
type FailureReason = 'unreachable' | 'interrupted' | 'timeout' | 'rejected' | 'too-long';

export type TextAnswer =
  | { readonly outcome: 'ok'; readonly body: string }
  | {
      readonly outcome: 'status';
      readonly status: number;
      readonly headers: Headers;
      /** Of the `bodyStatuses` only. */
      readonly body?: string;
    }
  | { readonly outcome: 'failed'; readonly reason: FailureReason };

export interface RequestLimits {
  readonly fetch: Fetch;
  /** From sending the request to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** Statuses besides 200 whose body is read too. */
  readonly bodyStatuses?: readonly number[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Makes one request and reads a 200 answer as UTF-8, with invalid bytes replaced. Nothing that went wrong
 * on the way is thrown, so no error can carry the URL or the body; only the caller's own abort is.
 */
export async function requestText(
  url: string,
  init: RequestInit,
  limits: RequestLimits,
): Promise<TextAnswer> {
  const { signal } = limits;
  signal?.throwIfAborted();
  // Not AbortSignal.any with AbortSignal.timeout: Node 20 may collect that pair before it fires.
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, limits.timeoutMs);
  signal?.addEventListener('abort', abort, { once: true });
  let hasAnswerBegun = false;
  try {
    const response = await limits.fetch(url, { ...init, redirect: 'error', signal: controller.signal });
    hasAnswerBegun = true;
    const { status, headers } = response;
    if (status !== 200 && !limits.bodyStatuses?.includes(status)) {
      await response.body?.cancel();
      return { outcome: 'status', status, headers };
    }
    const body = await readText(response, limits.maxBytes);
    if (body === undefined) return { outcome: 'failed', reason: 'too-long' };
    return status === 200 ? { outcome: 'ok', body } : { outcome: 'status', status, headers, body };
  } catch (error) {
    signal?.throwIfAborted();
    if (controller.signal.aborted) return { outcome: 'failed', reason: 'timeout' };
    if (hasAnswerBegun) return { outcome: 'failed', reason: 'interrupted' };
    return { outcome: 'failed', reason: isConnectionError(error) ? 'unreachable' : 'rejected' };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

async function readText(response: Response, maxBytes: number): Promise<string | undefined> {
  if (!response.body) return '';
  const decoder = new TextDecoder();
  let text = '';
  let sizeBytes = 0;
  for await (const chunk of response.body) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) return undefined; // leaving the loop cancels the body
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * `fetch` rejects with the same TypeError for a refused redirect and for a lost connection. Only the
 * latter has a cause with a system or socket code, and only it may be tried again.
 */
function isConnectionError(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && 'code' in error.cause;
}
