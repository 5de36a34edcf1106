import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

// What --expose-gc does, for a runner that was started without it.
setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

/** How much more memory is held by what a function answers, after everything else was collected. */
export function heldBytes(make: () => unknown): number {
  const before = usedBytes();
  const made = make();
  const held = usedBytes() - before;
  // Used once more, so that it is not collected before.
  return made === undefined ? 0 : held;
}

function usedBytes(): number {
  if (typeof collectGarbage !== 'function') throw new Error('This runtime cannot be asked to collect.');
  collectGarbage();
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
