import { CookieJar } from './cookie-jar.ts';

const MAX_STEPS = 12;

export interface SignInOverHttpOptions {
  /** Where the relying party starts a sign-in, as `http://127.0.0.1:8000/provision`. */
  readonly startUrl: string;
  /** Who to choose on the simulator's page; absent to cancel there. */
  readonly steamId?: string;
  readonly fetch?: typeof globalThis.fetch;
}

export interface SignInOverHttpResult {
  /** The last answer, whose body is `body`. */
  readonly response: Response;
  readonly body: string;
  /** What the browser would send next to where it ended up. */
  readonly cookies: ReadonlyMap<string, string>;
  /** Every URL visited, in order: the last is where the browser ended up. */
  readonly urls: readonly string[];
}

/**
 * Signs in as a browser would: follows the relying party's redirects with a cookie jar, answers the
 * Steam simulator's page, and follows the way back to the first answer that is no redirect. Throws when
 * that takes more than a dozen requests.
 */
export async function signInOverHttp(options: SignInOverHttpOptions): Promise<SignInOverHttpResult> {
  const { startUrl, steamId, fetch = globalThis.fetch } = options;
  const jar = new CookieJar();
  const urls: string[] = [];
  let url = new URL(startUrl);
  let form: URLSearchParams | undefined;
  while (urls.length < MAX_STEPS) {
    const cookie = [...jar.cookiesFor(url)].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', ...(cookie && { cookie }) },
      ...(form && { method: 'POST', body: form }),
    });
    const body = await response.text();
    urls.push(url.href);
    jar.store(url, response.headers.getSetCookie());
    const location = response.headers.get('location');
    if (response.status >= 300 && response.status < 400 && location !== null) {
      url = new URL(location, url);
      form = undefined;
    } else if (!form && response.ok && isChoicePage(url)) {
      form = new URLSearchParams(url.searchParams);
      if (steamId === undefined) form.set('cancel', '1');
      else form.set('steamid', steamId);
      url = new URL(url.pathname, url);
    } else {
      return { response, body, cookies: jar.cookiesFor(url), urls };
    }
  }
  throw new Error(`The sign-in did not end within ${MAX_STEPS} requests.`);
}

/** The page carries the parameters it was asked with as hidden fields, so they are the form. */
function isChoicePage({ pathname, searchParams }: URL): boolean {
  return pathname === '/openid/login' && searchParams.get('openid.mode') === 'checkid_setup';
}
