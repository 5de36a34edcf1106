/**
 * Writes the documents that follow from the code. With `--check` it writes nothing, and fails when one of them is
 * not what the code says now.
 */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { renderCommands } from './generate/commands.mjs';
import { renderDemoSummary } from './generate/demo-summary.mjs';
import { renderErrors } from './generate/errors.mjs';
import { renderOpenApi } from './generate/openapi.mjs';
import { renderEnvironmentFile, renderSettings } from './generate/settings.mjs';

const root = new URL('../', import.meta.url);

const documents = {
  '.env.example': renderEnvironmentFile,
  'docs/reference/settings.md': renderSettings,
  'docs/reference/errors.md': renderErrors,
  'docs/reference/demo-summary.md': renderDemoSummary,
  'docs/reference/commands.md': renderCommands,
  'docs/reference/openapi.json': async () => formatJson(await renderOpenApi()),
};

const isCheck = process.argv.includes('--check');
const stale = [];
for (const [path, render] of Object.entries(documents)) {
  const file = new URL(path, root);
  const text = await render();
  if (text === (await readFile(file, 'utf8').catch(() => undefined))) continue;
  stale.push(path);
  if (!isCheck) await writeFile(file, text);
}

if (isCheck && stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run "npm run generate".`);
  process.exitCode = 1;
} else {
  const count = Object.keys(documents).length;
  console.log(
    isCheck ? `${count} generated documents are up to date.` : `Wrote ${stale.join(', ') || 'nothing'}.`,
  );
}

/** As the formatter wants it, so that the checks leave the file alone. */
function formatJson(text) {
  const biome = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  return execFileSync(process.execPath, [biome, 'format', '--stdin-file-path=openapi.json'], {
    cwd: fileURLToPath(root),
    encoding: 'utf8',
    input: text,
  });
}
