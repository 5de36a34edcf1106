/** Adds up what `.ci/run` left in a folder: the exit codes of its checks, and Vitest's reports of every test. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const folder = process.argv[2];
const read = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');
const lines = (name) => read(name).split('\n').filter(Boolean);

/** What a skip names that CI installs: it could have been spared. */
const avoidableSkip = /chromium|versitygw|python3|bzip2/i;

let passed = 0;
const failures = [];
const skips = lines('skipped.txt');

for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
  addReport(name.replace('.json', ''), JSON.parse(read(name)));
}
for (const line of lines('checks.tsv')) {
  const [code, title] = line.split('\t');
  const name = title.replace(/^tests: /, '');
  // The tests of a run that ended well count one by one.
  if (code === '0' && title !== name) continue;
  if (code === '0') passed += 1;
  else if (!failures.some((failure) => failure.startsWith(`${name}: `)))
    failures.push(`${name}: exit code ${code}`);
}
if (lines('checks.tsv').length === 0) failures.push('nothing was checked');

printList('Skipped', skips);
printList('Failed', failures);
print(`\n${passed} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;

function addReport(run, { testResults }) {
  for (const { name, status, message, assertionResults } of testResults) {
    const file = relative(process.cwd(), name);
    for (const test of assertionResults) {
      const title = `${run}: ${file}: ${test.fullName}`;
      if (test.status === 'passed') passed += 1;
      else if (test.status === 'failed') failures.push(title);
      else if (avoidableSkip.test(title)) failures.push(title);
      else skips.push(title);
    }
    // A file that could not be loaded, or whose hooks failed, has no failed test to show for it.
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
      failures.push(`${run}: ${file}: ${message.split('\n')[0] || 'could not be set up'}`);
    }
  }
}

function printList(heading, items) {
  print(`\n${heading}: ${items.length}`);
  for (const item of items) print(`  ${item}`);
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
