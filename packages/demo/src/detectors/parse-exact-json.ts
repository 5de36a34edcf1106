import { AnalysisFormatError } from './analysis-format-error.ts';
import type { JsonValue } from './json-value.ts';

/** Text and numbers of valid JSON, of which nothing else looks like either. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
/** Longer ones than any 64-bit integer are read as JSON usually is. */
const WHOLE = /^-?\d{16,20}$/;
const TEXT_MARK = 't';
const WHOLE_MARK = 'n';

/**
 * Parses JSON with whole numbers beyond 2^53 as bigint, which JSON.parse rounds.
 *
 * It marks every text and turns large numbers into texts marked otherwise, which none of the text's own can be
 * taken for, and lets JSON.parse do the rest. The text is parsed as it is first, so that marking meets only
 * valid JSON.
 * @throws {AnalysisFormatError} when it is not JSON
 */
export function parseExactJson(text: string): JsonValue {
  try {
    JSON.parse(text);
    const marked = text.replace(TEXT_OR_NUMBER, (token) => {
      if (token.startsWith('"')) return `"${TEXT_MARK}${token.slice(1)}`;
      return WHOLE.test(token) && !Number.isSafeInteger(Number(token)) ? `"${WHOLE_MARK}${token}"` : token;
    });
    return JSON.parse(marked, (_key, value) => unmark(value));
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof RangeError)) throw cause;
    throw new AnalysisFormatError(`it is not JSON (${cause.message})`, { cause });
  }
}

/** Of an object, the values are unmarked already. */
function unmark(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.startsWith(WHOLE_MARK) ? BigInt(value.slice(1)) : value.slice(1);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key.slice(1), field]));
}
