import { readFileSync } from 'node:fs';

const SAMPLE_INTERVAL_MS = 50;
const PAGE_BYTES = 4096;
const TICKS_PER_SECOND = 100;

/** The CPU time a process has used so far, in seconds, of all its threads and of no other process (proc_pid_stat(5)). */
export function readCpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold anything; the fields after it are counted from 3, and these are 14 and 15.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The memory of a process that is in RAM now, in bytes (proc_pid_statm(5)). */
export function readResidentBytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return pages * PAGE_BYTES;
}

/** Watches the memory of a process until told to stop, and then says what the most was, in bytes. */
export function watchResidentBytes(pid: number): { readonly stop: () => number } {
  let peakBytes = readResidentBytes(pid);
  const sample = () => {
    peakBytes = Math.max(peakBytes, readResidentBytes(pid));
  };
  const timer = setInterval(sample, SAMPLE_INTERVAL_MS);
  return {
    stop() {
      clearInterval(timer);
      sample();
      return peakBytes;
    },
  };
}
