/** The namespace of OpenID 2.0, which the value of `openid.ns` must equal. */
export const OPEN_ID_NAMESPACE = 'http://specs.openid.net/auth/2.0';

/** The fields of a positive assertion that are passed on to Steam as they came. */
export const ASSERTED_FIELDS = [
  'op_endpoint',
  'claimed_id',
  'identity',
  'return_to',
  'response_nonce',
  'assoc_handle',
  'signed',
  'sig',
] as const;

export type AssertedField = (typeof ASSERTED_FIELDS)[number];

/** What Steam asserted, value by value, exactly as decoded from the query. */
export type AssertedFields = Readonly<Record<AssertedField, string>>;
