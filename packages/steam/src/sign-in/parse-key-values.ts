/**
 * Reads key-value form (OpenID Authentication 2.0 §4.1.1): one `key:value` a line, split at the first
 * colon. Lists every value a key has, so that the reader can insist on exactly one. Lines without a colon
 * are collected under the empty key.
 */
export function parseKeyValues(text: string): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const content = line.endsWith('\r') ? line.slice(0, -1) : line;
    if (content === '') continue;
    const colon = content.indexOf(':');
    const key = content.slice(0, Math.max(colon, 0));
    const value = content.slice(colon + 1);
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return values;
}
