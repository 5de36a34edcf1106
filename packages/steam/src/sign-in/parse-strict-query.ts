const MAX_QUERY_BYTES = 4096;
const PRINTABLE_ASCII = /^[\x21-\x7e]+$/;
const CONTROL_CHARACTER = /\p{Cc}/u;

/**
 * Reads a raw query (the text after the first `?`) where a second reader must see the very same names and
 * values: sign-in was broken elsewhere by doubled names and odd bytes that two parsers took differently.
 * `undefined` when it is over 4 KiB or empty, names a parameter twice, has a piece without `=`, or decodes
 * to anything but UTF-8 without control characters.
 */
export function parseStrictQuery(rawQuery: string): ReadonlyMap<string, string> | undefined {
  if (rawQuery.length > MAX_QUERY_BYTES || !PRINTABLE_ASCII.test(rawQuery)) return undefined;
  const parameters = new Map<string, string>();
  for (const piece of rawQuery.split('&')) {
    const separator = piece.indexOf('=');
    if (separator === -1) return undefined;
    const name = decode(piece.slice(0, separator));
    const value = decode(piece.slice(separator + 1));
    if (name === undefined || value === undefined || parameters.has(name)) return undefined;
    parameters.set(name, value);
  }
  return parameters;
}

function decode(text: string): string | undefined {
  try {
    const decoded = decodeURIComponent(text.replaceAll('+', ' '));
    return CONTROL_CHARACTER.test(decoded) ? undefined : decoded;
  } catch {
    return undefined; // a broken escape, or bytes that are not UTF-8
  }
}
