import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openIdProviderAt, signInUrl } from '@demobase/steam';
import { expect, it, onTestFinished } from 'vitest';
import { CookieJar } from './cookie-jar.ts';
import { signInOverHttp } from './sign-in-over-http.ts';
import { startSteamSimulator } from './start-steam-simulator.ts';

/** Starts a sign-in with a cookie, and ends it on a clean page that shows what came back. */
async function startRelyingParty() {
  const steam = await startSteamSimulator();
  let origin = '';
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', origin);
    const { cookie = '' } = request.headers;
    if (pathname === '/start') {
      const provider = openIdProviderAt(steam.openIdEndpoint);
      const location = signInUrl({ provider, returnTo: `${origin}/back?state=s`, realm: origin });
      const setCookie = [
        '__Host-login=secret=1; Secure; HttpOnly; Path=/; SameSite=Lax',
        'other=x; Path=/elsewhere',
      ];
      response.writeHead(303, { location, 'set-cookie': setCookie }).end();
    } else if (pathname === '/back') {
      const who = searchParams.get('openid.claimed_id') ?? searchParams.get('openid.mode') ?? '';
      const setCookie = ['__Host-login=; Max-Age=0; Path=/', `session=${cookie.length}; Path=/`];
      response.writeHead(303, {
        location: `/done?${new URLSearchParams({ who, cookie })}`,
        'set-cookie': setCookie,
      });
      response.end();
    } else {
      response.end(`${searchParams.get('who')} ${searchParams.get('cookie')}`);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await steam.close();
  });
  return { startUrl: `${origin}/start`, steam };
}

it('comes back signed in as the player chosen, with the cookies a browser would have', async () => {
  const { startUrl, steam } = await startRelyingParty();
  const result = await signInOverHttp({ startUrl, steamId: '76561197960287930' });
  expect(result.response.status).toBe(200);
  expect(result.body).toBe(`${steam.url}/openid/id/76561197960287930 __Host-login=secret=1`);
  expect([...result.cookies.keys()]).toEqual(['session']);
  expect(result.urls.map((url) => new URL(url).pathname)).toEqual([
    '/start',
    '/openid/login',
    '/openid/login',
    '/back',
    '/done',
  ]);
});

it('cancels when nobody is chosen', async () => {
  const { startUrl } = await startRelyingParty();
  expect((await signInOverHttp({ startUrl })).body).toBe('cancel __Host-login=secret=1');
});

it('keeps cookies to the host and path they were set for', () => {
  const jar = new CookieJar();
  jar.store(new URL('http://a.example/x'), [
    'one=1; Path=/x',
    'two=2',
    'gone=3; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
  ]);
  expect([...jar.cookiesFor(new URL('http://a.example/x/y'))]).toEqual([
    ['one', '1'],
    ['two', '2'],
  ]);
  expect([...jar.cookiesFor(new URL('http://a.example/xy'))]).toEqual([['two', '2']]);
  expect(jar.cookiesFor(new URL('http://b.example/x')).size).toBe(0);
});
