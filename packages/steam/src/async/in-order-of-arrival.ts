export interface ArrivalOptions<Item, Result> {
  /** Results under way, and results that nobody has taken yet: no more of both together. */
  readonly limit: number;
  readonly signal?: AbortSignal | undefined;
  /**
   * Begins one piece of work. `done` may be called at once; `fail` ends everything with its error. The returned
   * function stops the work.
   */
  readonly begin: (item: Item, done: (result: Result) => void, fail: (error: unknown) => void) => () => void;
}

/**
 * Works on many items at a time and gives each result as it arrives. Items are taken from their source only as
 * results are taken from here. Leaving the loop stops what is under way; so does `signal`, with its reason thrown.
 */
export async function* inOrderOfArrival<Item, Result>(
  source: Iterable<Item> | AsyncIterable<Item>,
  { limit, signal, begin }: ArrivalOptions<Item, Result>,
): AsyncGenerator<Result, void, void> {
  const isAsync = Symbol.asyncIterator in source;
  const iterator: Iterator<Item> | AsyncIterator<Item> = isAsync
    ? source[Symbol.asyncIterator]()
    : source[Symbol.iterator]();
  const arrived: Result[] = [];
  const underWay = new Set<() => void>();
  let isExhausted = false;
  let isReading = false;
  let isOver = false;
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};

  const fail = (error: unknown) => {
    failure ??= { error };
    wake();
  };
  const start = (item: Item) => {
    let isDone = false;
    let stop: (() => void) | undefined;
    const done = (result: Result) => {
      isDone = true;
      if (stop) underWay.delete(stop);
      arrived.push(result);
      wake();
    };
    stop = begin(item, done, fail);
    if (!isDone) underWay.add(stop);
  };
  const take = (next: IteratorResult<Item>) => {
    if (next.done) isExhausted = true;
    else start(next.value);
  };
  const readSlowly = async (coming: IteratorResult<Item> | Promise<IteratorResult<Item>>) => {
    isReading = true;
    try {
      const next = await coming;
      // A slow source may give its next item after all is over.
      if (!isOver && !signal?.aborted) take(next);
    } catch (error) {
      fail(error);
    }
    isReading = false;
    wake();
  };
  const fill = () => {
    while (!isExhausted && !isReading && underWay.size + arrived.length < limit) {
      const next = iterator.next();
      if (isAsync || next instanceof Promise) void readSlowly(next);
      else take(next);
    }
  };

  const onAbort = () => wake();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    for (;;) {
      signal?.throwIfAborted();
      if (failure) throw failure.error;
      fill();
      const result = arrived.shift();
      if (result !== undefined) yield result;
      else if (isExhausted && underWay.size === 0) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    isOver = true;
    signal?.removeEventListener('abort', onAbort);
    for (const stop of underWay) stop();
    if (!isExhausted) void Promise.resolve(iterator.return?.()).catch(() => {});
  }
}
