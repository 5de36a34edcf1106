import { expect, it } from 'vitest';
import { useServer } from '../acceptance/running-server.ts';
import { describeInBrowser } from './describe-in-browser.ts';

describeInBrowser('the documentation of the API in a browser', (browser) => {
  const server = useServer();

  /** The paths of the operations listed, and where all that was loaded came from. */
  async function openDocumentation(url: string) {
    const page = await browser.openPage('about:blank');
    const origins = new Set<string>();
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) origins.add(new URL(request.url()).origin);
    });
    await page.goto(`${url}/schema`);
    const operations = page.locator('.opblock-summary-path');
    await operations.first().waitFor({ timeout: 10_000 });
    const paths = (await operations.all()).map((operation) => operation.getAttribute('data-path'));
    return { origins: [...origins], paths: await Promise.all(paths) };
  }

  it('lists every operation, and loads nothing from elsewhere', async () => {
    const { paths: documented } = JSON.parse((await server.ask('/schema/openapi.json')).text);
    const expected = Object.entries(documented).flatMap(([path, operations]) =>
      Object.keys(Object(operations)).map(() => path),
    );
    const { origins, paths } = await openDocumentation(server.url);
    expect(paths.sort()).toEqual(expected.sort());
    expect(origins).toEqual([server.url]);
  });

  it('gives the browser nothing to complain of, under a name without TLS as well', async () => {
    await openDocumentation(server.url);
    expect(browser.problems).toEqual([]);
    await openDocumentation(`http://demobase.example:${server.port}`);
    expect(browser.problems).toEqual([]);
  });
});
