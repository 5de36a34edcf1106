import { expect, it } from 'vitest';
import { openIdProviderAt, steamOpenIdProvider } from './open-id-provider.ts';
import { signInUrl } from './sign-in-url.ts';

it('is Steam when the endpoint is the one of Steam', () => {
  expect(openIdProviderAt('https://steamcommunity.com/openid/login')).toEqual(steamOpenIdProvider);
});

it('expects the identities of a simulator at its own origin', () => {
  expect(openIdProviderAt('http://127.0.0.1:8001/openid/login')).toEqual({
    endpoint: 'http://127.0.0.1:8001/openid/login',
    claimedIdPrefix: 'http://127.0.0.1:8001/openid/id/',
  });
});

it.each([
  'not a url',
  'ftp://steamcommunity.com/openid/login',
  'https://steamcommunity.com@evil.example/openid/login',
  'https://steamcommunity.com/openid/login?x=1',
  'https://steamcommunity.com/openid/login#x',
])('takes no endpoint such as %s', (url) => {
  expect(() => openIdProviderAt(url)).toThrow(TypeError);
});

it('sends the browser to the provider with the six parameters of OpenID 2.0', () => {
  const url = signInUrl({
    provider: steamOpenIdProvider,
    returnTo: 'https://demos.example/provision_handler?state=a-b_c',
    realm: 'https://demos.example/',
  });
  expect(url).toBe(
    'https://steamcommunity.com/openid/login' +
      '?openid.ns=http%3A%2F%2Fspecs.openid.net%2Fauth%2F2.0' +
      '&openid.mode=checkid_setup' +
      '&openid.claimed_id=http%3A%2F%2Fspecs.openid.net%2Fauth%2F2.0%2Fidentifier_select' +
      '&openid.identity=http%3A%2F%2Fspecs.openid.net%2Fauth%2F2.0%2Fidentifier_select' +
      '&openid.return_to=https%3A%2F%2Fdemos.example%2Fprovision_handler%3Fstate%3Da-b_c' +
      '&openid.realm=https%3A%2F%2Fdemos.example%2F',
  );
});
