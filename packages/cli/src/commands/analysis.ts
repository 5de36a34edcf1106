import type { AnalysisState } from '@demobase/server';
import { type Command, Option } from 'commander';
import { UsageError } from '../command-error.ts';
import { withCurrentDatabase } from '../database-access.ts';
import { print, printJson, say } from '../output.ts';
import { parseSessionId } from '../session-id.ts';
import { printTable } from '../table.ts';

const STATES: readonly AnalysisState[] = ['queued', 'running', 'done', 'failed', 'set_aside'];

interface JsonOption {
  readonly json?: boolean;
}

interface RequeueOptions extends JsonOption {
  readonly all?: boolean;
  readonly state?: AnalysisState;
}

/** `demobase analysis status` and `requeue` */
export function addAnalysisCommand(program: Command): void {
  const analysis = program
    .command('analysis')
    .summary('see and repeat the analyses of stored demos')
    .description('See how far the analyses of stored demos are, and have demos analysed again.');
  analysis
    .command('status')
    .summary('show how far the analyses are')
    .description(
      'Show how many demos are in which state of analysis, and the latest of those that could not be read, with ' +
        'the reason.',
    )
    .option('--json', 'print {"states", "unread"}')
    .addHelpText('after', '\nExample:\n  $ demobase analysis status')
    .action(showStatus);
  analysis
    .command('requeue')
    .summary('have demos analysed again')
    .description(
      'Have stored demos analysed again: all of them, those in one state, or those of the sessions named. What is ' +
        'known of a demo stays until there is something newer, and demos that just came go first.',
    )
    .argument('[session-ids...]', 'whose demos')
    .option('--all', 'every stored demo')
    .addOption(new Option('--state <state>', 'those in this state of analysis').choices(STATES))
    .option('--json', 'print {"session_ids"}')
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase analysis requeue --all\n  $ demobase analysis requeue --state set_aside\n' +
        '  $ demobase analysis requeue 4503599627370497',
    )
    .action(requeue);
}

async function showStatus({ json }: JsonOption): Promise<void> {
  const { counts, unread } = await withCurrentDatabase(async ({ server, db }) => ({
    counts: await server.countAnalyses(db),
    unread: await server.listUnreadDemos(db),
  }));
  if (json) {
    printJson({
      states: Object.fromEntries(STATES.map((state) => [state, counts.get(state) ?? 0])),
      unread: unread.map(({ sessionId, state, code, reason, readerVersion }) => ({
        session_id: String(sessionId),
        state,
        code,
        reason,
        reader_version: readerVersion,
      })),
    });
    return;
  }
  for (const state of STATES) print(`${state}: ${counts.get(state) ?? 0}`);
  if (unread.length === 0) return;
  print('');
  printTable(
    ['SESSION', 'STATE', 'REASON'],
    unread.map(({ sessionId, state, reason }) => [String(sessionId), state, reason ?? '']),
  );
}

async function requeue(ids: readonly string[], { all, state, json }: RequeueOptions): Promise<void> {
  const choices = [ids.length > 0, all === true, state !== undefined].filter(Boolean).length;
  if (choices !== 1)
    throw new UsageError('Say which demos: --all, --state STATE, or the ids of their sessions.');
  const sessionIds = ids.map((id) => BigInt(parseSessionId(id)));
  const queued = await withCurrentDatabase(({ server, db }) =>
    server.requeueAnalyses(db, {
      ...(sessionIds.length > 0 && { sessionIds }),
      ...(state !== undefined && { states: [state] }),
    }),
  );
  if (json) printJson({ session_ids: queued.map(String) });
  else say(queued.length === 1 ? 'Queued 1 demo.' : `Queued ${queued.length} demos.`);
  const known = new Set(queued);
  const missing = sessionIds.filter((id) => !known.has(id));
  if (missing.length > 0) throw new Error(`No demo is stored of ${missing.join(', ')}.`);
}
