/** The one party we believe about who signed in; everything in its answers is held against these two. */
export interface OpenIdProvider {
  /** Where browsers are sent, and where its answers are confirmed. */
  readonly endpoint: string;
  /** What its identities begin with; 17 digits follow. */
  readonly claimedIdPrefix: string;
}

/** Steam itself: the only provider outside tests. */
export const steamOpenIdProvider: OpenIdProvider = Object.freeze({
  endpoint: 'https://steamcommunity.com/openid/login',
  claimedIdPrefix: 'https://steamcommunity.com/openid/id/',
});

/**
 * A provider at another address, such as the Steam simulator's. Whoever answers there decides who signs
 * in, so take the address from configuration only. Throws a TypeError when it is not an http(s) URL
 * without user, query and fragment.
 */
export function openIdProviderAt(endpointUrl: string): OpenIdProvider {
  const url = new URL(endpointUrl);
  if (!/^https?:$/.test(url.protocol) || url.href !== url.origin + url.pathname) {
    throw new TypeError('An OpenID endpoint is an http(s) URL without user, query or fragment.');
  }
  return Object.freeze({ endpoint: url.href, claimedIdPrefix: `${url.origin}/openid/id/` });
}
