import { randomBytes } from 'node:crypto';

const NAMESPACE = 'http://specs.openid.net/auth/2.0';
const SIGNED = 'signed,op_endpoint,claimed_id,identity,return_to,response_nonce,assoc_handle';

/** The `openid.` fields of a positive assertion, in the order Steam sends them. */
export type Assertion = Readonly<Record<string, string>>;

/** The assertions issued and not yet confirmed. Steam confirms each at most once. */
export class AssertionRegister {
  readonly #unconfirmed = new Map<string, Assertion>();

  issue({ origin, steamId, returnTo }: { origin: string; steamId: string; returnTo: string }): Assertion {
    const time = new Date().toISOString().slice(0, 19);
    const assertion = {
      'openid.ns': NAMESPACE,
      'openid.mode': 'id_res',
      'openid.op_endpoint': `${origin}/openid/login`,
      'openid.claimed_id': `${origin}/openid/id/${steamId}`,
      'openid.identity': `${origin}/openid/id/${steamId}`,
      'openid.return_to': returnTo,
      'openid.response_nonce': `${time}Z${randomBytes(20).toString('base64')}`,
      'openid.assoc_handle': '1234567890',
      'openid.signed': SIGNED,
      'openid.sig': randomBytes(20).toString('base64'),
    };
    this.#unconfirmed.set(assertion['openid.response_nonce'], assertion);
    return assertion;
  }

  /** True once, and only for exactly the fields that were issued. */
  confirm(asked: URLSearchParams): boolean {
    const nonce = asked.get('openid.response_nonce') ?? '';
    const issued = this.#unconfirmed.get(nonce);
    if (!issued) return false;
    const expected = Object.entries({ ...issued, 'openid.mode': 'check_authentication' });
    const isSame =
      asked.size === expected.length && expected.every(([name, value]) => asked.get(name) === value);
    if (isSame) this.#unconfirmed.delete(nonce);
    return isSame;
  }

  /** The text of Steam's answer to check_authentication. */
  static answer(isValid: boolean): string {
    return `ns:${NAMESPACE}\nis_valid:${isValid}\n`;
  }
}
