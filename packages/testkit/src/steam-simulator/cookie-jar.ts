/**
 * Cookies by host and path, as a browser on this machine keeps them: loopback counts as secure, so
 * `Secure` changes nothing, and neither do ports.
 */
export class CookieJar {
  readonly #cookies = new Map<string, { host: string; path: string; name: string; value: string }>();

  store(url: URL, setCookieHeaders: readonly string[]): void {
    for (const header of setCookieHeaders) {
      const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
      const separator = pair.indexOf('=');
      const name = pair.slice(0, separator);
      const settings = new Map(attributes.map(readAttribute));
      const path = settings.get('path') || '/';
      const key = [url.hostname, path, name].join(' ');
      this.#cookies.delete(key);
      if (!isExpired(settings)) {
        this.#cookies.set(key, { host: url.hostname, path, name, value: pair.slice(separator + 1) });
      }
    }
  }

  /** Name to value, of the cookies a request to the URL carries. */
  cookiesFor({ hostname, pathname }: URL): ReadonlyMap<string, string> {
    const matching = [...this.#cookies.values()].filter(({ host, path }) => {
      const folder = path.endsWith('/') ? path : `${path}/`;
      return host === hostname && (pathname === path || pathname.startsWith(folder));
    });
    return new Map(matching.map(({ name, value }) => [name, value]));
  }
}

function readAttribute(attribute: string): [string, string] {
  const [name = '', value = ''] = attribute.split('=');
  return [name.toLowerCase(), value];
}

function isExpired(settings: ReadonlyMap<string, string>): boolean {
  const maxAge = settings.get('max-age');
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  const expires = settings.get('expires');
  return expires !== undefined && Date.parse(expires) <= Date.now();
}
