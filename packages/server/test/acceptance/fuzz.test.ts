import { expect, it } from 'vitest';
import type { Question } from './ask.ts';
import { finishedDemo } from './demos.ts';
import type { Player } from './player.ts';
import { useServer } from './running-server.ts';
import { SeededRandom } from './seeded-random.ts';

const REQUESTS = 500;

const PATHS = [
  '/session_id',
  '/late_bytes',
  '/close_session',
  '/list_demos',
  '/analyst_list_demos',
  '/demodata',
  '/demos',
  '/jobs',
  '/ingest',
  '/report',
  '/db_export',
  '/broadcasts',
  '/schema/openapi.json',
  '/demodata/',
  '//',
  '/%',
  '/%00',
  '/..%2f..%2fetc%2fpasswd',
  '/api/demos',
] as const;
const METHODS = ['GET', 'GET', 'POST', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const;
const NAMES = [
  'session_id',
  'fake_ip',
  'map',
  'demo_name',
  'page_size',
  'page_number',
  'late_bytes',
  '__proto__',
  'constructor',
] as const;
const VALUES = [
  '',
  '0',
  '1',
  '-1',
  '50',
  '1e400',
  'NaN',
  '9007199254740993',
  '18446744073709551616',
  '../x',
  '%00',
  '%ff%fe',
  '%',
  '%F0%9F%8E%AE',
  "'%3B--",
  '[]',
  'ab'.repeat(16),
  'x'.repeat(513),
] as const;
const TYPES = ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'x', ''] as const;
const RANGES = [
  'bytes=0-0',
  'bytes=-0',
  'bytes=9-1',
  'bytes=0-,1-2',
  'bytes=99999999999999999999-',
  '=',
] as const;

const server = useServer();

it(`answers ${REQUESTS} requests that nobody would make, and none with a status of 500 or more`, async () => {
  const random = new SeededRandom(20_241_124);
  const player = await server.createPlayer('analyst');
  const demo = finishedDemo(10_000);
  const sessionId = await player.upload(demo);
  const counts = new Map<number, number>();
  for (let request = 0; request < REQUESTS; request += 1) {
    const { path, question } = makeRequest(random, { player, sessionId });
    const { status } = await server.ask(path, question);
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  expect(server.serverErrors).toEqual([]);
  // It went past the front door too.
  expect([...counts.keys()]).toEqual(expect.arrayContaining([200, 400, 401, 404]));
  expect((await player.download(sessionId)).bytes.equals(demo)).toBe(true);
});

function makeRequest(
  random: SeededRandom,
  known: { readonly player: Player; readonly sessionId: string },
): { readonly path: string; readonly question: Question } {
  const query: string[] = [];
  for (let count = random.between(0, 5); count > 0; count -= 1) {
    const value = random.between(0, 4) === 0 ? known.sessionId : random.pick(VALUES);
    query.push(`${random.pick(NAMES)}=${value}`);
  }
  if (random.between(0, 8) > 0) query.push(`api_key=${random.between(0, 8) > 0 ? known.player.key : 'MB-x'}`);
  const method = random.pick(METHODS);
  const type = random.pick(TYPES);
  const hasBody = method !== 'GET' && method !== 'HEAD' && random.between(0, 4) > 0;
  return {
    path: `${random.pick(PATHS)}?${query.join('&')}`,
    question: {
      method,
      headers: {
        ...(type && { 'content-type': type }),
        ...(random.between(0, 4) === 0 && { range: random.pick(RANGES) }),
      },
      ...(hasBody && { body: makeBody(random) }),
    },
  };
}

function makeBody(random: SeededRandom): string | Buffer {
  switch (random.between(0, 4)) {
    case 0:
      return random.bytes(random.between(0, 200));
    case 1:
      return JSON.stringify({ [random.pick(NAMES)]: random.pick(VALUES) });
    case 2:
      return `{"late_bytes":${random.pick(['1e999', '[[[[', '{"__proto__":1}', '"\\ud800"', 'null'])}}`;
    default:
      return '['.repeat(random.between(1, 60_000));
  }
}
