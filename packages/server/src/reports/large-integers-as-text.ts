/** Texts and numbers of valid JSON, of which nothing else looks like either. */
const TEXT_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const LARGE_INTEGER = /^-?\d{16,}$/;

/**
 * Parses JSON with long integers as texts of all their digits. Some clients send Steam IDs as numbers, and
 * those are beyond what a JavaScript number holds exactly.
 *
 * @throws {SyntaxError} when it is not JSON
 */
export function parseWithLargeIntegersAsText(json: string): unknown {
  // As it is first: quotation marks are put into valid JSON only, and can make nothing valid of what is not.
  JSON.parse(json);
  return JSON.parse(
    json.replace(TEXT_OR_NUMBER, (token) => (LARGE_INTEGER.test(token) ? `"${token}"` : token)),
  );
}
