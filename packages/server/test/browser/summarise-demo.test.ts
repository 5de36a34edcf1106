import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type DemoSummary, summariseDemo } from '@demobase/demo';
import { buildMatch } from '@demobase/testkit';
import { beforeAll, expect, it } from 'vitest';
import { describeInBrowser } from './describe-in-browser.ts';

const { bytes: demo } = buildMatch({ ticks: 4000, players: 12, chatEverySeconds: 2 });
/** What `npm run build` made: the files a page would load, without a bundler in between. */
const built = fileURLToPath(new URL('../../../demo/dist/', import.meta.url));

const page = `<!doctype html><title>Demobase</title><script type="module">
  import { summariseDemo } from '/dist/index.js';
  const { body } = await fetch('/match.dem');
  window.summary = await summariseDemo(body);
</script>`;

const worker = `
  import { summariseDemo } from '/dist/index.js';
  const { body } = await fetch('/match.dem');
  self.postMessage(await summariseDemo(body));
`;

describeInBrowser('the library in Chromium', ({ problems, openPage }) => {
  let origin: string;
  let expected: DemoSummary;

  beforeAll(async () => {
    expected = await summariseDemo([demo]);
    const server = await serve();
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return () => server.close();
  });

  it('summarises a demo as Node does, while it is being fetched', async () => {
    const opened = await openPage(`${origin}/`);
    await opened.waitForFunction('window.summary !== undefined');
    const summary: unknown = await opened.evaluate('window.summary');
    expect(summary).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(expected.players.length).toBeGreaterThanOrEqual(12);
    expect(expected.kills.length).toBeGreaterThan(0);
    expect(problems).toEqual([]);
  });

  it('summarises a demo in a worker of the page', async () => {
    const opened = await openPage(`${origin}/`);
    const summary: unknown = await opened.evaluate(
      `new Promise((resolve, reject) => {
        const worker = new Worker('/worker.js', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => reject(new Error(message));
      })`,
    );
    expect(summary).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(problems).toEqual([]);
  });
});

async function serve(): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    if (path === '/') return response.setHeader('content-type', 'text/html').end(page);
    if (path === '/match.dem') return response.end(demo);
    if (path === '/favicon.ico') return response.writeHead(204).end();
    response.setHeader('content-type', 'text/javascript');
    if (path === '/worker.js') return response.end(worker);
    const file = await readFile(new URL(path.replace('/dist/', './'), `file://${built}`)).catch(
      () => undefined,
    );
    return response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
