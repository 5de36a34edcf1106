import type { DemoAnalysis } from '@demobase/demo';
import { type Fact, formatFacts } from '../facts.ts';
import { formatTable } from '../table.ts';
import { formatDuration } from '../units.ts';
import type { AnalysedFile } from './file-outcome.ts';

type Detection = DemoAnalysis['detections'][number];

/** What a person reads about an analysis: what the demo is, and what was found in it. */
export function formatAnalysis({ analysis, tickIntervalSeconds }: AnalysedFile): string[] {
  const { author, detections, duration, map, server_ip } = analysis;
  const timeOf = (ticks: number) => formatDuration(Math.floor(ticks * tickIntervalSeconds));
  const facts: Fact[] = [
    ['map', map],
    ['game server', server_ip],
    ['author', author],
    ['length', `${formatDuration(duration * tickIntervalSeconds)}, ${duration} ticks`],
    ['found', countText(detections)],
  ];
  if (detections.length === 0) return formatFacts(facts);
  const rows = detections.map(({ tick, algorithm, player, data }) => [
    timeOf(tick),
    String(tick),
    algorithm,
    String(player),
    dataText(data),
  ]);
  const table = formatTable(['TIME', 'TICK', 'DETECTOR', 'PLAYER', 'DATA'], rows, {
    alignRight: ['TIME', 'TICK'],
  });
  return [...formatFacts(facts), '', ...table.map((line) => `  ${line}`)];
}

function countText(detections: readonly Detection[]): string {
  if (detections.length === 0) return 'nothing';
  const players = new Set(detections.map(({ player }) => player)).size;
  const times = detections.length === 1 ? '1 detection' : `${detections.length} detections`;
  return `${times} of ${players === 1 ? '1 player' : `${players} players`}`;
}

/** As `pitch -180, is_valve_server false`; lists and what is inside of it in brackets. */
function dataText(data: Detection['data'] | undefined, { isInside = false } = {}): string {
  const inside = (value: Detection['data'] | undefined) => dataText(value, { isInside: true });
  // Beyond four digits behind the point, angles are noise of how they are sent.
  if (typeof data === 'number') return String(Math.round(data * 10_000) / 10_000);
  if (typeof data !== 'object' || data === null) return String(data);
  if (Array.isArray(data)) return `[${data.map(inside).join(', ')}]`;
  const fields = Object.entries(data).map(([key, value]) => `${key} ${inside(value)}`);
  return isInside ? `{${fields.join(', ')}}` : fields.join(', ');
}
