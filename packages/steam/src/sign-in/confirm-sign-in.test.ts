import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SteamId } from '../steam-id.ts';
import { confirmSignIn } from './confirm-sign-in.ts';
import { openIdProviderAt, steamOpenIdProvider } from './open-id-provider.ts';
import type { SignInAssertion } from './read-sign-in-answer.ts';

const NS = 'ns:http://specs.openid.net/auth/2.0';

const assertion: SignInAssertion = {
  steamId: SteamId.parse('76561197960287930'),
  state: 'c3RhdGU',
  returnTo: 'https://demos.example/cb?state=c3RhdGU',
  responseNonce: '2026-03-01T11:59:58Za+b/c=',
  fields: {
    op_endpoint: 'https://steamcommunity.com/openid/login',
    claimed_id: 'https://steamcommunity.com/openid/id/76561197960287930',
    identity: 'https://steamcommunity.com/openid/id/76561197960287930',
    return_to: 'https://demos.example/cb?state=c3RhdGU',
    response_nonce: '2026-03-01T11:59:58Za+b/c=',
    assoc_handle: '1234567890',
    signed: 'signed,op_endpoint,claimed_id,identity,return_to,response_nonce,assoc_handle',
    sig: 'W0u5DRbtHE1GG0ZKXjerUZDUGmc=',
  },
};

async function startFakeSteam(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  return openIdProviderAt(`http://127.0.0.1:${port}/openid/login`);
}

describe('confirmSignIn', () => {
  it('posts exactly the ten fields, verbatim, with the headers Steam wants', async () => {
    const seen: { request: IncomingMessage; body: string }[] = [];
    const provider = await startFakeSteam(async (request, response) => {
      seen.push({ request, body: await text(request) });
      response.end(`${NS}\nis_valid:true\n`);
    });

    expect(await confirmSignIn(assertion, { provider })).toEqual({ outcome: 'confirmed' });

    expect(seen).toHaveLength(1);
    const { request, body } = seen[0] ?? {};
    expect(body).toBe(
      'openid.ns=http%3A%2F%2Fspecs.openid.net%2Fauth%2F2.0' +
        '&openid.mode=check_authentication' +
        '&openid.op_endpoint=https%3A%2F%2Fsteamcommunity.com%2Fopenid%2Flogin' +
        '&openid.claimed_id=https%3A%2F%2Fsteamcommunity.com%2Fopenid%2Fid%2F76561197960287930' +
        '&openid.identity=https%3A%2F%2Fsteamcommunity.com%2Fopenid%2Fid%2F76561197960287930' +
        '&openid.return_to=https%3A%2F%2Fdemos.example%2Fcb%3Fstate%3Dc3RhdGU' +
        '&openid.response_nonce=2026-03-01T11%3A59%3A58Za%2Bb%2Fc%3D' +
        '&openid.assoc_handle=1234567890' +
        '&openid.signed=signed%2Cop_endpoint%2Cclaimed_id%2Cidentity%2Creturn_to%2Cresponse_nonce%2Cassoc_handle' +
        '&openid.sig=W0u5DRbtHE1GG0ZKXjerUZDUGmc%3D',
    );
    const origin = new URL(provider.endpoint).origin;
    expect(request).toMatchObject({
      method: 'POST',
      url: '/openid/login',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin,
        referer: `${origin}/`,
        'user-agent': 'demobase-steam',
        'accept-language': 'en',
      },
    });
  });

  it('asks Steam itself over TLS, as a page of Steam would', async () => {
    const calls: { url: string; init: RequestInit }[] = [];
    const fetch = async (url: string, init: RequestInit) => {
      calls.push({ url, init });
      return new Response(`${NS}\nis_valid:true\n`);
    };
    await confirmSignIn(assertion, { provider: steamOpenIdProvider, fetch });
    expect(calls).toMatchObject([
      {
        url: 'https://steamcommunity.com/openid/login',
        init: {
          redirect: 'error',
          headers: { Origin: 'https://steamcommunity.com', Referer: 'https://steamcommunity.com/' },
        },
      },
    ]);
  });

  it.each([
    [`${NS}\nis_valid:true\n`, 'confirmed'],
    [`${NS}\r\nis_valid:true\r\n`, 'confirmed'],
    [`is_valid:true\n${NS}`, 'confirmed'],
    [`${NS}\nis_valid:true\ninvalidate_handle:1234567890\n`, 'confirmed'],
    [`${NS}\nis_valid:false\n`, 'denied'],
    [`${NS}\nis_valid:truex\n`, 'denied'],
    [`${NS}\nis_valid: true\n`, 'denied'],
    [`${NS}\nis_valid:True\n`, 'denied'],
    [`${NS}\nxis_valid:true\n`, 'denied'],
    [`${NS}\nerror:is_valid:true\n`, 'denied'],
    [`${NS}\nis_valid:true\nis_valid:true\n`, 'denied'],
    [`${NS}\nis_valid:false\nis_valid:true\n`, 'denied'],
    [`${NS}\n`, 'denied'],
    ['is_valid:true\n', 'denied'],
    ['ns:http://openid.net/signon/1.1\nis_valid:true\n', 'denied'],
    [`${NS}\n${NS}\nis_valid:true\n`, 'denied'],
    [`${NS}\nis_valid:true\nsomething else\n`, 'denied'],
    ['<!DOCTYPE html>\n<p>is_valid:true</p>\n', 'unavailable'],
    ['', 'unavailable'],
    [`${NS}\nis_valid:true\n${'x:y\n'.repeat(250_000)}`, 'unavailable'],
  ])('takes the 200 answer %j as %s', async (body, outcome) => {
    const calls: string[] = [];
    const provider = await startFakeSteam((request, response) => {
      calls.push(request.url ?? '');
      response.end(body);
    });
    expect(await confirmSignIn(assertion, { provider })).toMatchObject({ outcome });
    expect(calls).toHaveLength(1);
  });

  it.each([201, 204, 400, 403, 404, 429, 500, 503])(
    'takes status %i as unavailable, once',
    async (status) => {
      let calls = 0;
      const provider = await startFakeSteam((_, response) => {
        calls += 1;
        response.writeHead(status).end(status === 204 ? undefined : `${NS}\nis_valid:true\n`);
      });
      expect(await confirmSignIn(assertion, { provider })).toEqual({
        outcome: 'unavailable',
        reason: `status ${status}`,
      });
      expect(calls).toBe(1);
    },
  );

  it('follows no redirect, not even to a page that says yes', async () => {
    const calls: string[] = [];
    const provider = await startFakeSteam((request, response) => {
      calls.push(request.url ?? '');
      if (request.url === '/yes') response.end(`${NS}\nis_valid:true\n`);
      else response.writeHead(302, { location: '/yes' }).end();
    });
    expect(await confirmSignIn(assertion, { provider })).toEqual({
      outcome: 'unavailable',
      reason: 'rejected',
    });
    expect(calls).toEqual(['/openid/login']);
  });

  const hangs: [string, (response: ServerResponse) => unknown][] = [
    ['never answers', () => {}],
    ['stops in the middle of its answer', (response) => response.write(NS)],
  ];
  it.each(hangs)('gives up on a Steam that %s', async (_, answer) => {
    const provider = await startFakeSteam((_request, response) => void answer(response));
    expect(await confirmSignIn(assertion, { provider, timeoutMs: 100 })).toEqual({
      outcome: 'unavailable',
      reason: 'timeout',
    });
  });

  it('asks once more when the connection is lost before an answer', async () => {
    let calls = 0;
    const provider = await startFakeSteam((request, response) => {
      calls += 1;
      if (calls === 1) request.socket.destroy();
      else response.end(`${NS}\nis_valid:true\n`);
    });
    expect(await confirmSignIn(assertion, { provider })).toEqual({ outcome: 'confirmed' });
    expect(calls).toBe(2);
  });

  it('asks no third time', async () => {
    let calls = 0;
    const provider = await startFakeSteam((request) => {
      calls += 1;
      request.socket.destroy();
    });
    expect(await confirmSignIn(assertion, { provider })).toEqual({
      outcome: 'unavailable',
      reason: 'unreachable',
    });
    expect(calls).toBe(2);
  });

  it('does not ask again after an answer that broke off', async () => {
    let calls = 0;
    const provider = await startFakeSteam((request, response) => {
      calls += 1;
      response.write(NS, () => request.socket.destroy());
    });
    expect(await confirmSignIn(assertion, { provider })).toEqual({
      outcome: 'unavailable',
      reason: 'interrupted',
    });
    expect(calls).toBe(1);
  });

  it('rejects with the reason of the caller who gave up', async () => {
    const controller = new AbortController();
    const provider = await startFakeSteam(() => controller.abort(new Error('shutting down')));
    await expect(confirmSignIn(assertion, { provider, signal: controller.signal })).rejects.toThrow(
      'shutting down',
    );
  });
});
