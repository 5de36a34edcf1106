/** Moves the cursor, changes colours, answers for the user: everything a terminal obeys or a reader is misled by. */
const CONTROLS = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Control characters that JSON lets stand as they are. */
const UNESCAPED_CONTROLS = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Longer than any name of a file or a game server: past this, text only floods the screen. */
const MAX_COLUMNS = 256;

/**
 * Text of somebody else, as a game server's name, made fit for one line of a terminal: characters that would steer
 * it are shown by a picture of them, and what is too long is cut. Data printed as JSON keeps all of it.
 */
export function visibleText(text: string): string {
  // Cut first: a reply may carry a name of many kilobytes.
  const visible = text.slice(0, 8 * MAX_COLUMNS).replace(CONTROLS, picture);
  if (isNarrow(visible) && visible.length <= MAX_COLUMNS) return visible;
  let columns = 0;
  let end = 0;
  for (const { segment } of graphemes.segment(visible)) {
    columns += widthOfGrapheme(segment);
    if (columns >= MAX_COLUMNS && end + segment.length < visible.length) return `${visible.slice(0, end)}…`;
    end += segment.length;
  }
  return visible;
}

/** JSON that no terminal obeys. What a parser makes of it is the same. */
export function harmlessJson(json: string): string {
  return json.replace(UNESCAPED_CONTROLS, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Columns the text takes on a terminal: two for Chinese, Japanese and Korean characters and emoji. */
export function columnsOf(text: string): number {
  if (isNarrow(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += widthOfGrapheme(segment);
  return columns;
}

/** As `String.padEnd` and `padStart`, by columns. */
export function padColumns(text: string, columns: number, { isRight = false } = {}): string {
  const space = ' '.repeat(Math.max(0, columns - columnsOf(text)));
  return isRight ? space + text : text + space;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

// JavaScript does not know East_Asian_Width: scripts and blocks stand for it. Half-width forms are the exception.
const HALF_WIDTH = /^[\uff61-\uffdc\uffe8-\uffee]/;
const WIDE_SCRIPT =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Tangut}]/u;
const WIDE_BLOCK =
  /[\u1100-\u115f\u3000-\u303e\u3200-\u33ff\ua960-\ua97c\uac00-\ud7a3\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6]/;
/** The character after the bar asks for the picture of an emoji. */
const EMOJI = /\p{Emoji_Presentation}|\ufe0f/u;
const ZERO_WIDTH = /^[\p{Mark}\p{Format}]+$/u;

function widthOfGrapheme(grapheme: string): number {
  if (ZERO_WIDTH.test(grapheme)) return 0;
  if (HALF_WIDTH.test(grapheme)) return 1;
  return WIDE_SCRIPT.test(grapheme) || WIDE_BLOCK.test(grapheme) || EMOJI.test(grapheme) ? 2 : 1;
}

/** Latin, Greek and Cyrillic without marks of their own: a column for each. */
function isNarrow(text: string): boolean {
  return /^[\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f]*$/.test(text);
}

/** Unicode has pictures of the oldest control characters. */
function picture(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
