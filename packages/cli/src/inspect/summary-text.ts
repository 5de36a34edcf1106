import type { DemoEnding, DemoSummary } from '@demobase/demo';
import { type Fact, formatFacts } from '../facts.ts';
import { formatDuration } from '../units.ts';
import { chatTable, problemTable, roundTable, voteTable } from './match-tables.ts';
import { playerTable } from './player-table.ts';

const ENDINGS: { readonly [E in DemoEnding]: string } = {
  stop: 'with its stop command',
  'cut-between-commands': 'without a stop command',
  'cut-inside-command': 'inside a command',
  damaged: 'where it is damaged',
};

/** What a person reads about a demo: facts, then a table for each thing there is something to tell of. */
export function formatSummary(summary: DemoSummary): string[] {
  const { players, rounds, votes, chat, problems, problemCount } = summary;
  const problemTitle =
    problemCount > problems.length
      ? `The first ${problems.length} of ${problemCount} parts that cannot be read`
      : 'Parts that cannot be read';
  return [
    ...formatFacts(summaryFacts(summary)),
    ...section('Players', players, () => playerTable(players)),
    ...section('Rounds', rounds, () => roundTable(summary)),
    ...section('Votes', votes, () => voteTable(summary)),
    ...section('Chat', chat, () => chatTable(summary)),
    ...section(problemTitle, problems, () => problemTable(problems)),
  ];
}

function section(title: string, items: readonly unknown[], table: () => string[]): string[] {
  return items.length === 0 ? [] : ['', `  ${title}`, ...table().map((line) => `  ${line}`)];
}

function summaryFacts(summary: DemoSummary): Fact[] {
  const { gameServer, recorder, durationSeconds, ticks, frames, tickIntervalSeconds } = summary;
  const { scores, kills, captures, pauses, cutLists, error, ending } = summary;
  return [
    ['map', summary.map],
    ['game', `${summary.game}, network protocol ${summary.networkProtocol}`],
    ['recorded by', summary.kind === 'stv' ? 'SourceTV' : join([recorder.nick, recorder.player?.steamId64])],
    [
      'game server',
      join([gameServer.name, gameServer.address, gameServer.maxPlayers && `${gameServer.maxPlayers} slots`]),
    ],
    [
      'length',
      `${formatDuration(durationSeconds)}, ${ticks} ticks of ${tickIntervalSeconds} s, ${frames} packets`,
    ],
    ['header says', headerText(summary)],
    [
      'ends',
      error === null ? ENDINGS[ending] : `${ENDINGS.damaged}, at byte ${error.offset}: ${error.reason}`,
    ],
    [
      'scores',
      scores === null ? undefined : join(Object.entries(scores).map(([team, won]) => `${team} ${won}`)),
    ],
    ['deaths', kills.length === 0 ? undefined : String(kills.length)],
    ['captures', captures.length === 0 ? undefined : String(captures.length)],
    ['pauses', pauses.length === 0 ? undefined : String(pauses.length)],
    ['cut', cutLists.length === 0 ? undefined : `too many to keep all: ${cutLists.join(', ')}`],
  ];
}

/** What the header claims, where that is not what was read. */
function headerText({ header, ticks, frames }: DemoSummary): string | undefined {
  if (header.ticks === ticks && header.frames === frames) return undefined;
  if (header.ticks === 0 && header.frames === 0) return 'nothing of its length, as long as recording lasts';
  const duration = header.durationSeconds === null ? 'no time' : formatDuration(header.durationSeconds);
  return `${duration}, ${header.ticks} ticks, ${header.frames} packets`;
}

function join(parts: readonly (string | number | null | undefined)[]): string | undefined {
  const told = parts.filter((part) => part !== null && part !== undefined && part !== '' && part !== 0);
  return told.length === 0 ? undefined : told.join(', ');
}
