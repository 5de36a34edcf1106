import { OPEN_ID_NAMESPACE } from './open-id-fields.ts';
import type { OpenIdProvider } from './open-id-provider.ts';

const IDENTIFIER_SELECT = 'http://specs.openid.net/auth/2.0/identifier_select';

export interface SignInRequest {
  readonly provider: OpenIdProvider;
  /** Where Steam sends the browser back: absolute, from configuration, with a fresh `state` parameter. */
  readonly returnTo: string;
  /** Our origin, which must cover `returnTo`; Steam shows its host to the user. */
  readonly realm: string;
}

/** The URL to send a browser to for signing in through Steam (OpenID Authentication 2.0 §9.1). */
export function signInUrl({ provider, returnTo, realm }: SignInRequest): string {
  const parameters = new URLSearchParams({
    'openid.ns': OPEN_ID_NAMESPACE,
    'openid.mode': 'checkid_setup',
    'openid.claimed_id': IDENTIFIER_SELECT,
    'openid.identity': IDENTIFIER_SELECT,
    'openid.return_to': returnTo,
    'openid.realm': realm,
  });
  return `${provider.endpoint}?${parameters}`;
}
