/**
 * Runs the JavaScript examples of packages' READMEs in a project that has the packages installed, as ES modules and
 * with `require`, and compares what they print with what the README says. Steam and a game server are simulated, and
 * match.dem is a demo that was built.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import {
  buildMatch,
  defaultGameServers,
  startFakeGameServer,
  startSteamSimulator,
} from '../packages/testkit/dist/index.js';

const project = resolve(process.argv[2] ?? '');
if (project === process.cwd())
  throw new Error('Name the folder of a project that has the packages installed.');

const steam = await startSteamSimulator();
const [listed] = defaultGameServers;
const players = ['Javaris', 'Damitrius', 'joe', 'soysauce', 'Buhda'];
steam.addGameServer({
  listing: listed.listing,
  ping: { num_players: 23 },
  players: players.map((name) => ({ name, score: 1, time_played: 60 })),
});
const gameServer = await startFakeGameServer({
  game: { name: 'Dustbowl all day', map: 'cp_dustbowl' },
});
// The examples name the real Steam.
const detour = join(project, 'detour.mjs');
await writeFile(
  detour,
  `const { fetch } = globalThis;
globalThis.fetch = (url, init) => fetch(String(url).replace('https://api.steampowered.com', '${steam.apiUrl}'), init);
`,
);
const match = buildMatch({
  ticks: 4000,
  ticksPerPacket: 1,
  players: 12,
  chatEverySeconds: 2,
  cheats: [
    { player: 3, kind: 'out-of-bounds-pitch', atTick: 1000 },
    { player: 5, kind: 'half-turn', atTick: 2000 },
    { player: 6, kind: 'silent-aim', atTick: 1500 },
    { player: 7, kind: 'aim-snap', atTick: 1700 },
  ],
});
await writeFile(join(project, 'match.dem'), match.bytes);

let failures = 0;
for (const name of ['steam', 'demo']) await runExamples(name);
await gameServer.close();
await steam.close();
process.exitCode = failures > 0 ? 1 : 0;

async function runExamples(name) {
  const readme = await readFile(new URL(`../packages/${name}/README.md`, import.meta.url), 'utf8');
  const examples = [...readme.matchAll(/```js\n([\s\S]*?)```\n+```text\n([\s\S]*?)```/g)];
  const all = [...readme.matchAll(/```js\n/g)];
  if (examples.length === 0 || examples.length !== all.length) {
    throw new Error(`Every example in JavaScript of packages/${name} must be followed by what it prints.`);
  }
  for (const [index, [, code = '', expected = '']] of examples.entries()) {
    await runExample(`${name}-${index + 1}.mjs`, code, expected);
    await runExample(`${name}-${index + 1}.cjs`, asCommonJs(code), expected);
  }
}

async function runExample(name, code, expected) {
  const file = join(project, name);
  await writeFile(file, code);
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--import', detour, file, gameServer.address],
    { cwd: project, timeout: 30_000, env: { ...process.env, STEAM_API_KEY: steam.apiKey } },
  ).catch((error) => error);
  const isRight = stdout === expected;
  if (!isRight) failures += 1;
  print(`${isRight ? 'ok' : 'WRONG'} ${name} on Node.js ${process.version}`);
  if (!isRight) print(`expected:\n${expected}\nprinted:\n${stdout}\n${stderr}`);
}

function asCommonJs(code) {
  const [, imports = '', rest = ''] = /^((?:import [^;]*;\n)+)([\s\S]*)$/.exec(code) ?? [];
  const requires = imports.replace(/import (\{[^}]*\}) from ('[^']*');/g, 'const $1 = require($2);');
  return `${requires}(async () => {\n${rest}})();\n`;
}

function print(text) {
  process.stdout.write(`${text}\n`);
}
