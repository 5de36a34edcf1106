const LAST_CODE = 0x08;
/** How many hex digits follow a code: a colour, or a colour and its opacity. */
const DIGITS_BEHIND: Readonly<Record<number, number>> = { 7: 6, 8: 8 };

/**
 * Takes the colour codes out of chat: the characters 1 to 6, 7 with the six hex digits of a colour and 8 with
 * eight. A 7 or 8 that no such digits follow is taken out alone.
 *
 * @example
 * stripColours('\x01\x07FF4040Medic\x01: on me') // 'Medic: on me'
 */
export function stripColours(text: string): string {
  let kept = '';
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === 0 || code > LAST_CODE) {
      at++;
      continue;
    }
    kept += text.slice(from, at);
    from = at + 1 + digitsBehind(text, at, DIGITS_BEHIND[code] ?? 0);
    at = from;
  }
  return kept + text.slice(from);
}

function digitsBehind(text: string, at: number, count: number): number {
  const digits = text.slice(at + 1, at + 1 + count);
  return digits.length === count && /^[0-9a-f]*$/i.test(digits) ? count : 0;
}
