import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steamOpenIdProvider } from './open-id-provider.ts';
import { readSignInAnswer } from './read-sign-in-answer.ts';

const now = new Date('2026-03-01T12:00:00Z');
const returnTo = 'https://demos.example/provision_handler?state=c3RhdGU';
const steamUser = 'https://steamcommunity.com/openid/id/76561197960287930';
const signed = 'signed,op_endpoint,claimed_id,identity,return_to,response_nonce,assoc_handle';

const genuine: Readonly<Record<string, string>> = {
  state: 'c3RhdGU',
  'openid.ns': 'http://specs.openid.net/auth/2.0',
  'openid.mode': 'id_res',
  'openid.op_endpoint': 'https://steamcommunity.com/openid/login',
  'openid.claimed_id': steamUser,
  'openid.identity': steamUser,
  'openid.return_to': returnTo,
  'openid.response_nonce': '2026-03-01T11:59:58Z3dGVhbSBub25jZQ=',
  'openid.assoc_handle': '1234567890',
  'openid.signed': signed,
  'openid.sig': 'W0u5DRbtHE1GG0ZKXjerUZDUGmc=',
};
const names = Object.keys(genuine);

const read = (query: string) => readSignInAnswer(query, { provider: steamOpenIdProvider, now });
const queryWith = (changes: Record<string, string>) =>
  new URLSearchParams({ ...genuine, ...changes }).toString();
const readWith = (changes: Record<string, string>) => read(queryWith(changes));
const readWithUser = (id: string) => readWith({ 'openid.claimed_id': id, 'openid.identity': id });
const refused = (reason: string) => ({ outcome: 'refused', reason });

describe('readSignInAnswer', () => {
  it('gives the user, the state, the return URL and the nonce of a genuine answer', () => {
    const answer = readWith({});
    expect(answer).toMatchObject({
      outcome: 'asserted',
      assertion: {
        state: 'c3RhdGU',
        returnTo,
        responseNonce: '2026-03-01T11:59:58Z3dGVhbSBub25jZQ=',
        fields: { sig: 'W0u5DRbtHE1GG0ZKXjerUZDUGmc=', assoc_handle: '1234567890', signed },
      },
    });
    expect(answer.outcome === 'asserted' && answer.assertion.steamId.toSteamId64()).toBe('76561197960287930');
  });

  it.each(['76561200000000000', '76561197960265729', '76561202255233023'])('accepts user %s', (id) => {
    expect(readWithUser(`https://steamcommunity.com/openid/id/${id}`).outcome).toBe('asserted');
  });

  describe.each(names)('for %s', (name) => {
    const others = new URLSearchParams(
      Object.entries(genuine).filter(([other]) => other !== name),
    ).toString();
    const value = encodeURIComponent(genuine[name] ?? '');

    it.each([
      ['missing', others],
      ['empty', `${others}&${name}=`],
      ['doubled', `${others}&${name}=${value}&${name}=${value}`],
      ['doubled with another value', `${others}&${name}=${value}&${name}=x`],
      ['sent as a list', `${others}&${name}[]=${value}`],
      ['sent as an escaped list', `${others}&${name}%5B%5D=${value}`],
      ['in upper case', `${others}&${name.toUpperCase()}=${value}`],
      ['longer than 2 KiB', `${others}&${name}=${'x'.repeat(2049)}`],
      ['followed by NUL', `${others}&${name}=${value}%00`],
    ])('refuses it %s', (_, query) => {
      expect(read(query).outcome).toBe('refused');
    });
  });

  it.each([
    'openid.foo',
    'openid.claimed_id%00',
    'openid.claimed_id%20',
    'openid.claimed_id+',
    'openid.claimed_id%C2%A0',
    'openid.claimed_id%E2%80%8B',
    'OpenID.Mode',
    'openid_claimed_id',
    'openid.error',
    'api_key',
    '__proto__',
    '',
  ])('refuses the extra parameter %j', (name) => {
    expect(read(`${queryWith({})}&${name}=${encodeURIComponent(steamUser)}`).outcome).toBe('refused');
  });

  it.each([
    ...['op_endpoint', 'claimed_id', 'identity', 'return_to', 'response_nonce', 'assoc_handle'].map(
      (field) => [
        `without ${field}`,
        signed
          .split(',')
          .filter((other) => other !== field)
          .join(','),
      ],
    ),
    ['with a doubled item', `${signed},identity`],
    ['with an empty item', `${signed},`],
    ['with an empty first item', `,${signed}`],
    ['with an item we do not know', `${signed},sig`],
    ['with a space in an item', signed.replace(',identity', ', identity')],
    ['with an item in upper case', signed.replace('claimed_id', 'Claimed_Id')],
    ['with every item prefixed', signed.replaceAll(/(\w+)/g, 'openid.$1')],
  ])('refuses a signed list %s', (_, list) => {
    expect(readWith({ 'openid.signed': list })).toEqual(refused('wrong signed fields'));
  });

  it('refuses NUL within the signed list', () => {
    expect(readWith({ 'openid.signed': `${signed},claimed_id\0` })).toEqual(refused('malformed query'));
  });

  it('accepts the signed list in another order and without itself', () => {
    const reordered = 'assoc_handle,response_nonce,return_to,identity,claimed_id,op_endpoint';
    expect(readWith({ 'openid.signed': reordered }).outcome).toBe('asserted');
  });

  it.each([
    'http://steamcommunity.com/openid/login',
    'https://steamcommunity.com/openid/login/',
    'https://steamcommunity.com/openid/login?x',
    'https://STEAMCOMMUNITY.com/openid/login',
    'https://evil.example/openid/login',
    'https://steamcommunity.com.evil.example/openid/login',
    'https://steamcommunity.com@evil.example/openid/login',
    'https://steamcommunity.com:444/openid/login',
  ])('refuses the endpoint %s', (endpoint) => {
    expect(readWith({ 'openid.op_endpoint': endpoint })).toEqual(refused('wrong provider'));
  });

  it('refuses a claimed id that differs from the identity', () => {
    const other = 'https://steamcommunity.com/openid/id/76561197960287931';
    const reason = refused('claimed id and identity differ');
    expect(readWith({ 'openid.claimed_id': other })).toEqual(reason);
    expect(readWith({ 'openid.identity': other })).toEqual(reason);
  });

  it.each([
    'http://steamcommunity.com/openid/id/76561197960287930',
    'https://steamcommunity.com/openid/id/7656119796028793',
    'https://steamcommunity.com/openid/id/765611979602879300',
    'https://steamcommunity.com/openid/id/76561197960287930/',
    'https://steamcommunity.com/openid/id/76561197960287930#x',
    'https://steamcommunity.com/openid/id/76561197960287930?x',
    'https://steamcommunity.com/openid/id/٧٦٥٦١١٩٧٩٦٠٢٨٧٩٣٠',
    'https://steamcommunity.com/openid/id/76561197960265728',
    'https://steamcommunity.com/openid/id/76561202255233024',
    'https://steamcommunity.com/openid/id/90178913460028417',
    'https://steamcommunity.com/openid/id/STEAM_0:0:11101',
    'https://steamcommunity.com/openid/id/[U:1:22202]',
    'https://steamcommunity.com/openid/id/https://steamcommunity.com/profiles/76561197960287930',
    'https://steamcommunity.com/openid/id/',
    'https://steamcommunity.com/id/76561197960287930',
    'https://steamcommunityxcom/openid/id/76561197960287930',
    'https://evil.example/https://steamcommunity.com/openid/id/76561197960287930',
    '76561197960287930',
  ])('refuses %s as the claimed id', (id) => {
    expect(readWithUser(id)).toEqual(refused('not a Steam user'));
  });

  it('refuses a claimed id that ends in a line break', () => {
    expect(readWithUser(`${steamUser}\n`)).toEqual(refused('malformed query'));
  });

  it.each([
    ['301 s old', '2026-03-01T11:54:59Zx'],
    ['301 s ahead', '2026-03-01T12:05:01Zx'],
    ['without Z', '2026-03-01T12:00:00'],
    ['with an offset', '2026-03-01T12:00:00+00:00x'],
    ['on 30 February', '2026-02-30T12:00:00Zx'],
    ['in month 13', '2026-13-01T12:00:00Zx'],
    ['at 24:00', '2026-02-28T24:00:00Zx'],
    ['at second 60', '2026-03-01T11:59:60Zx'],
    ['with fractions of a second', '2026-03-01T12:00:00.000Zx'],
    ['with a space', '2026-03-01T12:00:00Za b'],
    ['with other characters than ASCII', '2026-03-01T12:00:00Zé'],
    ['after something else', 'x2026-03-01T12:00:00Z'],
  ])('refuses a nonce %s', (_, nonce) => {
    expect(readWith({ 'openid.response_nonce': nonce })).toEqual(refused('wrong response nonce'));
  });

  it.each(['2026-03-01T11:55:00Z', '2026-03-01T12:05:00Zx'])('accepts the nonce %s, 300 s away', (nonce) => {
    expect(readWith({ 'openid.response_nonce': nonce }).outcome).toBe('asserted');
  });

  it('takes a nonce of 255 characters and no longer one', () => {
    const nonce = (length: number) => ({
      'openid.response_nonce': '2026-03-01T12:00:00Z'.padEnd(length, 'x'),
    });
    expect(readWith(nonce(255)).outcome).toBe('asserted');
    expect(readWith(nonce(256))).toEqual(refused('malformed query'));
  });

  it.each([
    'http://openid.net/signon/1.1',
    'http://specs.openid.net/auth/2.0/',
    'https://specs.openid.net/auth/2.0',
  ])('refuses the namespace %s', (namespace) => {
    expect(readWith({ 'openid.ns': namespace })).toEqual(refused('wrong namespace'));
  });

  it.each(['checkid_setup', 'check_authentication', 'ID_RES', 'setup_needed'])('refuses mode %s', (mode) => {
    expect(readWith({ 'openid.mode': mode })).toEqual(refused('wrong mode'));
  });

  it.each([
    'https://evil.example/provision_handler?state=c3RhdGU',
    'https://demos.example:444/provision_handler?state=c3RhdGU',
    'http://demos.example/provision_handler?state=c3RhdGU',
    'https://demos.example/provision_handler2?state=c3RhdGU',
    'https://demos.example/provision_handler',
    'https://demos.example/provision_handler?state=c3RhdGU&x=1',
  ])('hands on the return URL %s untouched for the caller to compare', (url) => {
    expect(readWith({ 'openid.return_to': url })).toMatchObject({ assertion: { returnTo: url } });
  });

  it('tells a cancelled sign-in from a failed one', () => {
    expect(read('state=c3RhdGU&openid.ns=x&openid.mode=cancel')).toEqual({ outcome: 'cancelled' });
    expect(read('state=c3RhdGU&openid.mode=error&openid.error=Invalid+realm')).toEqual({
      outcome: 'provider-error',
      error: 'Invalid realm',
    });
    expect(read('openid.mode=error')).toEqual({ outcome: 'provider-error', error: '' });
    expect(read('openid.mode=cancel&openid.mode=id_res')).toEqual(refused('malformed query'));
  });

  it('never takes any other value of a field that is pinned down', () => {
    const pinned = fc.constantFrom('openid.ns', 'openid.op_endpoint', 'openid.claimed_id', 'openid.identity');
    fc.assert(
      fc.property(pinned, fc.string(), (name, value) => {
        fc.pre(value !== genuine[name]);
        expect(readWith({ [name]: value }).outcome).toBe('refused');
      }),
    );
  });

  it('answers any query at all without throwing', () => {
    const query = fc.oneof(fc.string(), fc.webQueryParameters());
    fc.assert(
      fc.property(query, (text) => {
        expect(read(text).outcome).not.toBe('asserted');
      }),
    );
  });
});
