/**
 * Text that PostgreSQL takes, also inside `jsonb`: without NUL and halves of characters, which game servers and
 * clients can send, and of bounded length.
 */
export function storableText(text: string, maxCharacters: number): string {
  return Buffer.from(text.slice(0, maxCharacters)).toString().replaceAll('\0', '\ufffd');
}
