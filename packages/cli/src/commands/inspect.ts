import { type Command, Option } from 'commander';
import { EVENT_KINDS, parseEventChoice } from '../inspect/event-choice.ts';
import type { InspectOptions } from '../inspect/run-inspect.ts';

/** `demobase inspect FILE` */
export function addInspectCommand(program: Command): void {
  program
    .command('inspect <file>')
    .summary('show what is in a demo')
    .description(
      'Show what is in a demo without playing it: who played, what they did and said, rounds, votes; or every ' +
        'event, one a line. - reads stdin, also while the demo is still being recorded. A demo that is cut off is ' +
        'told as far as it goes; one that is damaged, too, and then this ends with 1.',
    )
    .addOption(new Option('--json', 'print the summary as JSON').conflicts(['ndjson', 'events']))
    .option('--events', 'print every event instead of a summary, each as a JSON object a line')
    .option('--ndjson', 'print a JSON object a line: what --events does, or the summary as one line')
    .addOption(
      new Option(
        '--only <kinds>',
        `with --events: only these, by commas; the others are not even read. Kinds: ${EVENT_KINDS.join(', ')}. ` +
          'Those of one name: game-event:player_death, user-message:SayText2, entity:CTFPlayer, …',
      ).argParser(parseEventChoice),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase inspect match.dem\n' +
        '  $ demobase inspect match.dem --json | jq -r ".players[].name"\n' +
        '  $ demobase inspect match.dem --events --ndjson --only game-event:player_death | jq .values.weapon\n' +
        '  $ tail -c +1 -f match.dem | demobase inspect - --events --only user-message:SayText2',
    )
    .action(async (path: string, options: InspectOptions) => {
      const { runInspect } = await import('../inspect/run-inspect.ts');
      await runInspect(path, options);
    });
}
