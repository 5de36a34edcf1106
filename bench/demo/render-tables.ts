import { describeInWords, type Machine } from '../report/describe-machine.ts';
import { markdownTable } from '../report/markdown-table.ts';
import type { VersionedReader } from './find-readers.ts';
import type { Case } from './measure.ts';
import { demobase, type Task } from './readers.ts';
import type { Recording } from './recordings.ts';
import { type CaseSummary, ratioOf, summarise } from './summarise.ts';

export interface BenchResult extends Machine {
  readonly rounds: number;
  readonly readers: readonly VersionedReader[];
  readonly recordings: readonly Case[];
  readonly built: readonly Case[];
  /** One reading of ours, of a demo that is longer than memory should need to be. */
  readonly long: readonly Case[];
}

const MB = 1_000_000;
const MIB = 2 ** 20;
/** 0.015 s each: how fast a game server lives. */
const TICKS_PER_SECOND = 1000 / 15;

export function renderTables(result: BenchResult): string {
  const names = result.readers.map(({ name, version }) => `${name} ${version}`).join(', ');
  return [
    `${describeInWords(result)} ${names}. Medians of ${result.rounds} rounds.`,
    ...(result.recordings.length > 0 ? [renderRecordings(result), renderFound(result)] : []),
    ...(result.built.length > 0 ? [renderBuilt([...result.built, ...result.long])] : []),
  ].join('\n\n');
}

/** A row for each recording and task: what each reader takes the first time, and again, and as a whole process. */
function renderRecordings({ readers, recordings }: BenchResult): string {
  const head = [
    'recording',
    'KB',
    'task',
    ...readers.flatMap(({ name }) => [
      `${name} ms`,
      'again',
      'process',
      ...(name === demobase.name ? [] : ['ours is']),
    ]),
  ];
  const rows = (['summary', 'state'] as const).flatMap((task) =>
    distinct(recordings).map((recording) => [
      recording.name,
      (recording.sizeBytes / 1000).toFixed(0),
      task,
      ...readers.flatMap(({ name }) => {
        const own = find(recordings, { recording, task, name: demobase.name });
        const cells = renderTimes(find(recordings, { recording, task, name }));
        return name === demobase.name
          ? cells
          : [...cells, times(own, find(recordings, { recording, task, name }))];
      }),
    ]),
  );
  return markdownTable([head, ...rows]);
}

/** A row for each recording: how many players, kills and lines of chat each reader has in its summary of it. */
function renderFound({ readers, recordings }: BenchResult): string {
  const head = ['players, kills and lines of chat in', ...readers.map(({ name }) => name)];
  const rows = distinct(recordings).map((recording) => [
    recording.name,
    ...readers.map(({ name }) => {
      const theCase = find(recordings, { recording, task: 'summary', name });
      const summary = theCase && summarise(theCase);
      if (summary?.outcome !== 'read' || !summary.found) return '';
      const { players, kills, chatLines } = summary.found;
      return `${players}, ${kills}, ${chatLines}`;
    }),
  ]);
  return markdownTable([head, ...rows]);
}

function renderTimes(theCase: Case | undefined): string[] {
  const summary = theCase && summarise(theCase);
  if (!summary) return ['', '', ''];
  if (summary.outcome === 'failed') return [`fails: ${summary.errorName}`, '', ''];
  return [summary.firstSeconds, summary.againSeconds, summary.processSeconds].map((seconds) =>
    seconds === undefined ? '' : (seconds * 1000).toFixed(1),
  );
}

/** A row for each reader and task on a long demo. */
function renderBuilt(cases: readonly Case[]): string {
  const head = [
    'MB',
    'task',
    'reader',
    's',
    'MB/s',
    'ticks/s',
    '× real time',
    'ours is',
    'process s',
    'peak MiB above idle',
  ];
  const rows = cases.map((theCase) => {
    const { recording, task, reader } = theCase;
    const own = find(cases, { recording, task, name: demobase.name });
    const [seconds = '', megabytes = '', ticks = '', realTimes = '', ...rest] = renderPace(
      recording,
      summarise(theCase),
    );
    return [
      (recording.sizeBytes / MB).toFixed(0),
      task,
      reader.name,
      seconds,
      megabytes,
      ticks,
      realTimes,
      reader.name === demobase.name ? '' : times(own, theCase),
      ...rest,
    ];
  });
  return markdownTable([head, ...rows]);
}

function renderPace({ sizeBytes, ticks }: Recording, summary: CaseSummary): string[] {
  if (summary.outcome === 'failed') return [`fails: ${summary.errorName}`, '', '', '', '', ''];
  const { firstSeconds, processSeconds, bytesAboveIdle } = summary;
  return [
    firstSeconds.toFixed(2),
    (sizeBytes / MB / firstSeconds).toFixed(1),
    wholeNumber(ticks / firstSeconds),
    wholeNumber(ticks / firstSeconds / TICKS_PER_SECOND),
    processSeconds.toFixed(2),
    (bytesAboveIdle / MIB).toFixed(0),
  ];
}

function times(ours: Case | undefined, theirs: Case | undefined): string {
  const ratio = ours && theirs ? ratioOf(ours, theirs) : Number.NaN;
  return Number.isNaN(ratio) ? '' : `${ratio.toFixed(1)} ×`;
}

function find(
  cases: readonly Case[],
  wanted: { readonly recording: Recording; readonly task: Task; readonly name: string },
): Case | undefined {
  return cases.find(
    ({ recording, task, reader }) =>
      recording === wanted.recording && task === wanted.task && reader.name === wanted.name,
  );
}

function distinct(cases: readonly Case[]): readonly Recording[] {
  return [...new Set(cases.map(({ recording }) => recording))];
}

function wholeNumber(value: number): string {
  return Math.round(value).toLocaleString('en');
}
