import { type Command, Option } from 'commander';
import { parseParameter } from '../analyse/parameter-argument.ts';
import type { AnalyseOptions } from '../analyse/run-analyse.ts';
import { wholeNumber } from '../number-argument.ts';

/** Exported for its test: the package of the detectors is loaded only when they run. */
export const BUILT_IN_NAMES = ['out_of_bounds_pitch', 'view_180', 'angle_repeat', 'aim_snap'];

/** `demobase analyse FILE...` */
export function addAnalyseCommand(program: Command): void {
  program
    .command('analyse <file...>')
    .summary('look for cheating in demos')
    .description(
      'Run cheat detectors over demos, many side by side, and print what they found in the order of the files. - ' +
        'reads stdin. Ends with 1 when one of them could not be read to its end; the others are analysed all the same.',
    )
    .option(
      '--detector <name>',
      `${BUILT_IN_NAMES.join(', ')}, or the path of a module that exports one of your own; can be given again ` +
        '(default: all that are built in)',
      (text: string, before: readonly string[] = []) => [...before, text],
    )
    .option(
      '--parameter <setting>',
      'set a parameter, as detector.parameter=value; can be given again',
      parseParameter,
    )
    .option('--author <name>', 'whose analysis it is (default: who recorded the demo)')
    .option(
      '--jobs <number>',
      'how many demos to analyse side by side (default: one for each core)',
      wholeNumber({ min: 1, max: 1024 }),
    )
    .addOption(
      new Option('--json', 'print a JSON object for one file, an array for several').conflicts('ndjson'),
    )
    .option('--ndjson', 'print a JSON object a line, each as soon as it is there')
    .addHelpText(
      'after',
      '\nExamples:\n  $ demobase analyse match.dem\n' +
        '  $ demobase analyse *.dem --ndjson > analyses.ndjson\n' +
        '  $ demobase analyse match.dem --detector ./spin.mjs --detector aim_snap --parameter aim_snap.minSnapDegrees=20',
    )
    .action(async (paths: readonly string[], options: AnalyseOptions) => {
      const { runAnalyse } = await import('../analyse/run-analyse.ts');
      await runAnalyse(paths, options);
    });
}
