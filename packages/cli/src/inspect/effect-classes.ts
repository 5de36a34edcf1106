import { DemoFormatError, DemoReader } from '@demobase/demo';

/** Sign-on takes a few hundred kilobytes. Past this, somebody is playing with us. */
const MAX_SIGN_ON_BYTES = 32 * 1024 ** 2;

/**
 * Reads on until the demo has told which classes it has, and gives the demo back from its first byte. A reader
 * wants to know the class of effects before it reads anything.
 */
export async function learnClasses(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ classNames: readonly string[]; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let takenBytes = 0;
  let classNames: readonly string[] | undefined;
  let isSignOnOver = false;
  const reader = new DemoReader()
    .on('data-tables', ({ classes }) => {
      classNames = classes.map(({ name }) => name);
    })
    .on('packet', ({ type }) => {
      isSignOnOver ||= type === 'packet';
    });
  while (classNames === undefined && !isSignOnOver && takenBytes < MAX_SIGN_ON_BYTES) {
    const { done, value } = await iterator.next();
    if (done) break;
    taken.push(value);
    takenBytes += value.length;
    try {
      reader.push(value);
    } catch (error) {
      // Whoever reads the demo will meet it again.
      if (!(error instanceof DemoFormatError)) throw error;
      break;
    }
  }
  return { classNames: classNames ?? [], chunks: putBack(taken, iterator) };
}

async function* putBack(
  taken: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* taken;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  } finally {
    await rest.return?.();
  }
}
