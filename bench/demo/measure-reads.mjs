// What every Node program of bench/demo does around its reader: reads one recording as often as it is told, and prints
// what that took and what the last reading found as one line of JSON.
import { readFileSync } from 'node:fs';

/** A process that reads over and over does so at least this often, however long that takes. */
const LEAST_READS = 3;

/**
 * `tasks[name](path)` reads the recording once, from the file to the finished result. A summary also counts what was
 * `found`.
 */
export async function measureReads(tasks) {
  const [task, path, leastSeconds, mostReads] = process.argv.slice(2);
  const read = tasks[task];
  const isEnough = (seconds, total) =>
    seconds.length >= Number(mostReads) || (seconds.length >= LEAST_READS && total >= Number(leastSeconds));
  if (!read) throw new Error(`No such task: ${task}.`);
  const idleBytes = memory('VmRSS');
  const seconds = [];
  let total = 0;
  let result;
  try {
    do {
      const startedAt = performance.now();
      result = await read(path);
      seconds.push((performance.now() - startedAt) / 1000);
      total += seconds.at(-1);
    } while (!isEnough(seconds, total));
  } catch (error) {
    print({ failure: { name: error.constructor.name, message: error.message } });
    return;
  }
  print({ seconds, idleBytes, peakBytes: memory('VmHWM'), result });
}

function print(printed) {
  process.stdout.write(`${JSON.stringify(printed)}\n`);
}

/** A field of /proc/self/status that counts kilobytes, in bytes. VmHWM is the most of VmRSS that ever was. */
function memory(field) {
  const [, kilobytes] =
    new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}
