import { buildProgram } from '../../packages/cli/src/program.ts';
import { generatedNote } from './markdown.mjs';

/** The page of the commands: what each says with `--help`. */
export function renderCommands() {
  const sections = describeCommands(buildProgram()).map(
    ({ name, help }) => `## ${name}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n`,
  );
  return [
    generatedNote('packages/cli/src'),
    '',
    '# Commands',
    '',
    'What every command says with `--help`. Exit codes, output and where settings come from are in',
    '[the README of the command](../../packages/cli/README.md).',
    '',
    ...sections,
  ].join('\n');
}

/** The commands of a tree, each before those inside it. */
function describeCommands(command, parents = []) {
  const path = [...parents, command.name()];
  return [
    { name: path.join(' '), help: captureHelp(command) },
    ...command.commands.flatMap((inner) => describeCommands(inner, path)),
  ];
}

function captureHelp(command) {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
    getOutHelpWidth: () => 100,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return help;
}
