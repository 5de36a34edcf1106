import type { CallOptions } from './blob-store.ts';
import type { BlobStoreError } from './blob-store-error.ts';

/** Runs one call on the storage. An abort rejects with its reason, a failure with what `toError` makes of it. */
export async function attempt<Result>(
  work: () => Promise<Result>,
  options: CallOptions & { readonly toError: (cause: unknown) => BlobStoreError },
): Promise<Result> {
  const { signal, toError } = options;
  signal?.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw toError(error);
  }
}
