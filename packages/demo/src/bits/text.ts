// A byte order mark is text here: dropping it would make two different names equal.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** Reads UTF-8; names are cut mid-character and plugins write any bytes, so bad ones become U+FFFD. */
export function decodeText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

export function encodeText(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Writes as many whole characters as fit. */
export function encodeTextInto(text: string, target: Uint8Array): void {
  encoder.encodeInto(text, target);
}
