import { AnalysisFormatError } from '@demobase/demo';

/** What one detection, and everything besides the detections, may take. */
const MAX_VALUE_BYTES = 64 * 1024;
const MAX_DEPTH = 64;
const BATCH_DETECTIONS = 500;
const BATCH_BYTES = 256 * 1024;

/** Consecutive detections of an analysis: where their JSON is. */
export interface DetectionRange {
  readonly start: number;
  readonly end: number;
  /** The place of the first in the whole list. */
  readonly firstPlace: number;
}

/** An analysis taken apart, unread: small pieces, each of which can be parsed without holding up anybody. */
export interface AnalysisOutline {
  /** The analysis with an empty list of detections, as JSON. */
  readonly head: string;
  readonly ranges: readonly DetectionRange[];
  readonly detectionCount: number;
}

/**
 * Finds out where the detections of an analysis begin and end. `JSON.parse` of a whole one, which may have tens of
 * megabytes, would stop every stream of this process for seconds, and a hostile one would become gigabytes of
 * objects. This reads no values: brackets that match and commas in their places are all it is sure of.
 *
 * @throws {AnalysisFormatError} when it is no object, has detections twice, or a part that is too large or too deep
 */
export async function outlineAnalysis(bytes: Uint8Array): Promise<AnalysisOutline> {
  const scanner = new Scanner(bytes);
  const head: string[] = [];
  let headBytes = 0;
  let detections: Omit<AnalysisOutline, 'head'> | undefined;
  scanner.expect('{', 'it is no object');
  while (!scanner.accept('}')) {
    if (head.length > 0) scanner.expect(',', 'a comma is missing between its parts');
    const key = scanner.readKey();
    const name = JSON.stringify(key.slice(0, 80));
    scanner.expect(':', `a colon is missing after ${name}`);
    if (key === 'detections' && scanner.accept('[')) {
      if (detections) throw new AnalysisFormatError('it has detections twice');
      detections = await outlineDetections(scanner);
      head.push('"detections":[]');
      continue;
    }
    const { start, end } = scanner.skipValue(name);
    const member = `${JSON.stringify(key)}:${textOf(bytes, start, end)}`;
    headBytes += member.length;
    if (headBytes > MAX_VALUE_BYTES) {
      throw new AnalysisFormatError(`it has over ${MAX_VALUE_BYTES} bytes besides the detections`);
    }
    head.push(member);
  }
  scanner.expectEnd();
  return { head: `{${head.join(',')}}`, ranges: [], detectionCount: 0, ...detections };
}

async function outlineDetections(scanner: Scanner): Promise<Omit<AnalysisOutline, 'head'>> {
  const ranges: DetectionRange[] = [];
  let place = 0;
  let range: DetectionRange | undefined;
  while (!scanner.accept(']')) {
    if (place > 0) scanner.expect(',', `a comma is missing after detections[${place - 1}]`);
    const { start, end } = scanner.skipValue(`detections[${place}]`);
    range = { start: range?.start ?? start, end, firstPlace: range?.firstPlace ?? place };
    place += 1;
    if (place - range.firstPlace < BATCH_DETECTIONS && end - range.start < BATCH_BYTES) continue;
    ranges.push(range);
    range = undefined;
    // Others have their turn: a scan of tens of megabytes takes a while.
    await new Promise(setImmediate);
  }
  if (range) ranges.push(range);
  return { ranges, detectionCount: place };
}

export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString();
}

const code = (character: string) => character.charCodeAt(0);
const QUOTE = code('"');
const BACKSLASH = code('\\');
const COMMA = code(',');
const CLOSER_OF = new Map([
  [code('{'), code('}')],
  [code('['), code(']')],
]);
const CLOSERS = new Set(CLOSER_OF.values());
const SPACES = new Set([' ', '\t', '\r', '\n'].map(code));

/** Walks over JSON by its punctuation, all of which is ASCII: no byte of another character looks like it. */
class Scanner {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    // Some programs of Windows begin a text with a mark of how it is encoded.
    this.#at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  }

  accept(character: string): boolean {
    this.#skipSpaces();
    if (this.#bytes[this.#at] !== code(character)) return false;
    this.#at += 1;
    return true;
  }

  expect(character: string, problem: string): void {
    if (!this.accept(character)) throw this.#error(problem);
  }

  expectEnd(): void {
    this.#skipSpaces();
    if (this.#at < this.#bytes.length) throw this.#error('it goes on after its end');
  }

  readKey(): string {
    this.#skipSpaces();
    const start = this.#at;
    if (this.#bytes[start] !== QUOTE) throw this.#error('a part has no name');
    this.#skipText(start + MAX_VALUE_BYTES, 'the name of a part');
    try {
      return JSON.parse(textOf(this.#bytes, start, this.#at));
    } catch (cause) {
      throw new AnalysisFormatError(`it is not JSON at byte ${start}`, { cause });
    }
  }

  /** Passes over one value and says where it is. */
  skipValue(what: string): { readonly start: number; readonly end: number } {
    this.#skipSpaces();
    const start = this.#at;
    const limit = start + MAX_VALUE_BYTES;
    const closers: number[] = [];
    do {
      this.#skipSpaces();
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw this.#error('it ends too early');
      if (this.#at >= limit) throw new AnalysisFormatError(`${what} has over ${MAX_VALUE_BYTES} bytes`);
      const closer = CLOSER_OF.get(byte);
      if (closer !== undefined) {
        if (closers.length === MAX_DEPTH) {
          throw new AnalysisFormatError(`${what} is nested over ${MAX_DEPTH} levels deep`);
        }
        closers.push(closer);
        this.#at += 1;
      } else if (byte === QUOTE) this.#skipText(limit, what);
      else if (CLOSERS.has(byte)) {
        if (closers.pop() !== byte) throw this.#error('a bracket does not match');
        this.#at += 1;
      } else if (closers.length > 0) this.#at += 1;
      else this.#skipWord(limit);
    } while (closers.length > 0);
    if (this.#at === start) throw this.#error(`${what} is missing`);
    return { start, end: this.#at };
  }

  #skipText(limit: number, what: string): void {
    const bytes = this.#bytes;
    for (let at = this.#at + 1; at < bytes.length && at <= limit; at += 1) {
      if (bytes[at] === BACKSLASH) at += 1;
      else if (bytes[at] === QUOTE) {
        this.#at = at + 1;
        return;
      }
    }
    if (limit < bytes.length) throw new AnalysisFormatError(`${what} has over ${MAX_VALUE_BYTES} bytes`);
    throw this.#error('a text does not end');
  }

  /** A number, true, false, null, or nothing that JSON knows. */
  #skipWord(limit: number): void {
    for (; this.#at <= limit; this.#at += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined || byte === COMMA || CLOSERS.has(byte) || SPACES.has(byte)) return;
    }
  }

  #skipSpaces(): void {
    while (SPACES.has(this.#bytes[this.#at] ?? 0)) this.#at += 1;
  }

  #error(problem: string): AnalysisFormatError {
    return new AnalysisFormatError(`${problem} (byte ${this.#at})`);
  }
}
