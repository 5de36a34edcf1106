/** Every escape that `JSON.stringify` writes; caught are NUL and halves of characters: `jsonb` has neither. */
const escapes = /\\(?:u(0000|d[89a-f][0-9a-f]{2})|.)/gi;

/** JSON that PostgreSQL takes: what `jsonb` cannot keep is replaced by the character for that. */
export function storableJson(json: string): string {
  return json.replace(escapes, (written, unstorable?: string) =>
    unstorable === undefined ? written : '\ufffd',
  );
}
