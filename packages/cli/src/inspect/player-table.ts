import type { PlayerSummary } from '@demobase/demo';
import { formatTable } from '../table.ts';
import { formatDuration } from '../units.ts';

const COUNTS = [
  ['K', 'kills'],
  ['A', 'assists'],
  ['D', 'deaths'],
  ['DAMAGE', 'damage'],
  ['TAKEN', 'damageTaken'],
  ['HEALING', 'healing'],
] as const;

/** Everybody who was there, a row each; `-` for what the demo does not tell. */
export function playerTable(players: readonly PlayerSummary[]): string[] {
  const headings = COUNTS.map(([heading]) => heading);
  const rows = players.map((player) => [
    ...COUNTS.map(([, count]) => String(player[count] ?? '-')),
    player.team ?? '-',
    player.steamId64 ?? player.networkId,
    player.name,
    classesText(player),
  ]);
  return formatTable([...headings, 'TEAM', 'STEAM ID', 'NAME', 'TIME BY CLASS'], rows, {
    alignRight: headings,
  });
}

/** As `medic 12:01, scout 0:42`, the longest first. */
function classesText({ timeByClass }: PlayerSummary): string {
  return Object.entries(timeByClass)
    .sort(([, a], [, b]) => b.ticks - a.ticks)
    .map(([playerClass, { seconds }]) => `${playerClass} ${formatDuration(seconds)}`)
    .join(', ');
}
