import type { VersionedReader } from './find-readers.ts';
import type { Task } from './readers.ts';
import type { Recording } from './recordings.ts';
import { ONCE, type RunFigures, runReader } from './run-reader.ts';

/** For recordings that take milliseconds: once a process has warmed up, it reads them over and over. */
const OVER_AND_OVER = { leastSeconds: 0.5, mostReads: 50 };

/** All runs of one reader with one task on one recording. */
export interface Case {
  readonly recording: Recording;
  readonly reader: VersionedReader;
  readonly task: Task;
  /** Each a new process that reads once. */
  readonly once: readonly RunFigures[];
  /** Each a new process that reads over and over; none where one reading takes long anyway. */
  readonly often: readonly RunFigures[];
}

/** Measures every reader with every task it knows on a recording. They take turns, and each begins in its turn. */
export async function measure(
  readers: readonly VersionedReader[],
  options: {
    readonly recording: Recording;
    readonly rounds: number;
    readonly isRepeated: boolean;
    readonly nodeOptions: readonly string[];
  },
): Promise<readonly Case[]> {
  const { recording, rounds, isRepeated, nodeOptions } = options;
  const { path } = recording;
  const cases = readers.flatMap((reader) =>
    reader.tasks.map((task) => ({
      recording,
      reader,
      task,
      once: [] as RunFigures[],
      often: [] as RunFigures[],
    })),
  );
  for (let round = 0; round < rounds; round++) {
    const first = round % cases.length;
    for (const { reader, task, once, often } of [...cases.slice(first), ...cases.slice(0, first)]) {
      const figures = await runReader(reader, { task, path, repetition: ONCE, nodeOptions });
      once.push(figures);
      if (isRepeated) {
        often.push(await runReader(reader, { task, path, repetition: OVER_AND_OVER, nodeOptions }));
      }
      console.error(`${recording.name}, round ${round + 1}, ${reader.name}, ${task}: ${inWords(figures)}`);
    }
  }
  return cases;
}

function inWords(figures: RunFigures): string {
  if (figures.outcome === 'failed') return `fails, ${figures.failure.name}: ${figures.failure.message}`;
  return `${((figures.seconds[0] ?? Number.NaN) * 1000).toFixed(1)} ms`;
}
