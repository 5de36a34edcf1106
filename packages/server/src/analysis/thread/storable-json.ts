/** NUL and halves of characters, as `JSON.stringify` writes them. PostgreSQL keeps neither in `jsonb`. */
const unstorable = /\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

/** JSON as bytes that PostgreSQL takes; what it cannot keep is replaced by the character for that. */
export function storableJson(json: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(json.replace(unstorable, '\\ufffd'));
}
