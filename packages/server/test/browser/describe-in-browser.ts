import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterEach, beforeAll, describe, it } from 'vitest';

const chromiumPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

// No name but one leads anywhere, so that nothing a page loads can come from elsewhere.
const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP demobase.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** A real browser, and all it had to complain about during one test. */
export interface TestBrowser {
  readonly problems: readonly string[];
  /** Opens a page that shares no cookies with any other. */
  openPage(url: string, options?: BrowserContextOptions): Promise<Page>;
}

/** Tests with a Chromium that starts with an empty profile; where there is none, they show up as skipped. */
export function describeInBrowser(
  name: string,
  defineTests: (browser: TestBrowser) => void | Promise<void>,
): void {
  const executablePath = process.env.CHROMIUM_PATH ?? chromiumPaths.find(existsSync);
  if (!executablePath) {
    process.stderr.write(`SKIPPED: ${name}. Install Chromium, or say in CHROMIUM_PATH where it is.\n`);
    describe(name, () => it.skip('needs Chromium', () => {}));
    return;
  }
  describe(name, async () => {
    let browser: Browser;
    const problems: string[] = [];
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath, args: launchArguments });
      return () => browser.close();
    });
    afterEach(async () => {
      for (const context of browser.contexts()) await context.close();
      problems.length = 0;
    });
    const openPage = async (url: string, options?: BrowserContextOptions) => {
      const page = await (await browser.newContext(options)).newPage();
      noteProblems(page, problems);
      await page.goto(url);
      return page;
    };
    await defineTests({ problems, openPage });
  });
}

function noteProblems(page: Page, problems: string[]): void {
  const note = (text: string) => problems.push(`${new URL(page.url()).pathname}: ${text}`);
  page.on('console', (message) => {
    // The browser says so of a refusal's page, too, which is as it should be; files are looked at below.
    const isAboutStatus = message.text().startsWith('Failed to load resource');
    if (['error', 'warning'].includes(message.type()) && !isAboutStatus) note(message.text());
  });
  page.on('pageerror', (error) => note(error.message));
  page.on('requestfailed', (request) => {
    if (!request.isNavigationRequest()) note(`${request.url()} ${request.failure()?.errorText}`);
  });
  page.on('response', (response) => {
    const isFile = !response.request().isNavigationRequest();
    if (isFile && response.status() >= 400) note(`${response.url()} ${response.status()}`);
  });
}
