/** When to try again after a lost connection. */
export interface RetryTimes {
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** Without a byte of progress for this long, the upload fails. */
  readonly giveUpAfterMs: number;
}

export const DEFAULT_RETRY_TIMES: RetryTimes = {
  firstDelayMs: 500,
  maxDelayMs: 30_000,
  giveUpAfterMs: 5 * 60_000,
};

/**
 * How long to wait before attempt `attempt` (from 0 on) since the last progress. Half of it is chance, so
 * that the clients of an instance that went down do not all come back in the same moment.
 */
export function retryDelayMs(attempt: number, { firstDelayMs, maxDelayMs }: RetryTimes): number {
  const delayMs = Math.min(maxDelayMs, firstDelayMs * 2 ** attempt);
  return delayMs * (0.5 + Math.random() / 2);
}

/** Waits, and throws the signal's reason when it is aborted meanwhile. */
export async function delay(delayMs: number, { signal }: { signal: AbortSignal }): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort);
      resolve();
    }, delayMs);
    signal.addEventListener('abort', abort, { once: true });
  });
}
