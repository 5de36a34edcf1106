import type { DemoSummary, Round, Vote } from '@demobase/demo';
import { formatTable } from '../table.ts';
import { formatDuration } from '../units.ts';

type Clock = Pick<DemoSummary, 'tickIntervalSeconds'>;

const TIME_COLUMNS = { alignRight: ['TIME', 'TICK', 'START', 'END'] };

/** The rounds; one that began before the recording, or outlasted it, lacks that end. */
export function roundTable(summary: Pick<DemoSummary, 'rounds'> & Clock): string[] {
  const rows = summary.rounds.map((round) => [
    timeOf(round.startTick ?? round.activeTick, summary),
    timeOf(round.endTick, summary),
    round.outcome,
    round.winner ?? '-',
    round.winReason ?? (round.winReasonNumber === null ? '-' : `reason ${round.winReasonNumber}`),
    scoresText(round),
  ]);
  return formatTable(['START', 'END', 'OUTCOME', 'WINNER', 'HOW', 'SCORES'], rows, TIME_COLUMNS);
}

/** The votes the recorder could see. */
export function voteTable(summary: Pick<DemoSummary, 'votes'> & Clock): string[] {
  const rows = summary.votes.map((vote) => [
    timeOf(vote.tick, summary),
    String(vote.tick),
    vote.caller?.name ?? '-',
    [vote.issue, vote.details ?? vote.target?.name].filter(Boolean).join(' '),
    vote.outcome,
    ballotsText(vote),
  ]);
  return formatTable(['TIME', 'TICK', 'CALLER', 'ABOUT', 'OUTCOME', 'BALLOTS'], rows, TIME_COLUMNS);
}

/** What was said, and who came, left and took another name. */
export function chatTable(summary: Pick<DemoSummary, 'chat'> & Clock): string[] {
  const rows = summary.chat.map(({ tick, kind, player, from, text }) => [
    timeOf(tick, summary),
    String(tick),
    kind,
    from ?? player?.name ?? '-',
    text,
  ]);
  return formatTable(['TIME', 'TICK', 'KIND', 'FROM', 'TEXT'], rows, TIME_COLUMNS);
}

/** What could not be read, and where; `state` where what is told later may be wrong because of it. */
export function problemTable(problems: DemoSummary['problems']): string[] {
  const rows = problems.map(({ offset, tick, affectsState, reason }) => [
    String(offset),
    String(tick),
    affectsState ? 'state' : '-',
    reason,
  ]);
  return formatTable(['BYTE', 'TICK', 'AFFECTS', 'REASON'], rows, { alignRight: ['BYTE', 'TICK'] });
}

function timeOf(tick: number | null, { tickIntervalSeconds }: Clock): string {
  return tick === null ? '-' : formatDuration(Math.floor(tick * tickIntervalSeconds));
}

function scoresText({ scores }: Round): string {
  if (scores === null) return '-';
  return Object.entries(scores)
    .map(([team, score]) => `${team} ${score}`)
    .join(', ');
}

/** As `Yes 5, No 1`. */
function ballotsText({ options, ballots }: Vote): string {
  const counts = new Map(options.map((option) => [option, 0]));
  for (const { option, optionText } of ballots) {
    const text = optionText ?? `option ${option + 1}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => `${text} ${count}`).join(', ') || '-';
}
