import { AnalysisFormatError, decodeAnalysis, encodeExactJson } from '@demobase/demo';
import { storableText } from '../game-servers/storable-text.ts';
import { type AnalysisOutline, type DetectionRange, outlineAnalysis, textOf } from './ingest-outline.ts';
import { storableJson } from './storable-json.ts';
import { OWN_AUTHOR } from './thread/analyse-stored-demo.ts';

const MAX_TEXT_CHARACTERS = 200;
const MAX_INT4 = 2 ** 31 - 1;
const MAX_INT8 = 2n ** 63n - 1n;

/** Nobody else's analysis may pass for one of ours, or replace one. */
const AUTHOR_IN_OUR_NAME = `${OWN_AUTHOR} (elsewhere)`;

/** An analysis besides its detections, fit for the database. */
export interface AnalysisHead {
  readonly author: string;
  readonly durationTicks: number;
  readonly map: string;
  readonly serverIp: string;
  readonly detectionCount: number;
}

/** A detection, fit for the database. */
export interface StorableDetection {
  readonly tick: number;
  readonly algorithm: string;
  readonly steamId: bigint;
  /** JSON. */
  readonly data: string;
}

/** An analysis made elsewhere, as its program wrote it, read piece by piece. */
export class AnalysisDocument {
  readonly head: AnalysisHead;
  readonly #bytes: Uint8Array;
  readonly #outline: AnalysisOutline;

  private constructor(bytes: Uint8Array, outline: AnalysisOutline) {
    this.#bytes = bytes;
    this.#outline = outline;
    const { author, duration, map, server_ip } = decodeAnalysis(outline.head);
    const text = (value: string) => storableText(value, MAX_TEXT_CHARACTERS);
    this.head = {
      author: author.trim().toLowerCase() === OWN_AUTHOR ? AUTHOR_IN_OUR_NAME : text(author),
      durationTicks: duration,
      map: text(map),
      serverIp: text(server_ip),
      detectionCount: outline.detectionCount,
    };
  }

  /** @throws {AnalysisFormatError} when what is around the detections is no analysis */
  static async open(bytes: Uint8Array): Promise<AnalysisDocument> {
    return new AnalysisDocument(bytes, await outlineAnalysis(bytes));
  }

  /** The detections in their order, some hundred at a time. @throws {AnalysisFormatError} at one that is none */
  *batches(): Generator<readonly StorableDetection[]> {
    for (const range of this.#outline.ranges) yield this.#decode(range);
  }

  #decode({ start, end, firstPlace }: DetectionRange): StorableDetection[] {
    const list = textOf(this.#bytes, start, end);
    try {
      const { detections } = decodeAnalysis(
        `{"author":"","detections":[${list}],"duration":0,"map":"","server_ip":""}`,
      );
      return detections.map(({ tick, algorithm, player, data }, i) => {
        if (tick > MAX_INT4 || tick < -MAX_INT4 - 1)
          throw new AnalysisFormatError(`detections[${i}].tick is too large`);
        if (player > MAX_INT8) throw new AnalysisFormatError(`detections[${i}].player is no Steam ID`);
        return {
          tick,
          algorithm: storableText(algorithm, MAX_TEXT_CHARACTERS),
          steamId: player,
          data: storableJson(encodeExactJson(data)),
        };
      });
    } catch (error) {
      throw error instanceof AnalysisFormatError ? inWholeList(error, firstPlace) : error;
    }
  }
}

/** The places in the reason are those in the batch. */
function inWholeList({ reason, cause }: AnalysisFormatError, firstPlace: number): AnalysisFormatError {
  const [, place, problem] = /^detections\[(\d+)\](.*)/s.exec(reason) ?? [];
  const reasonInList =
    place === undefined
      ? `from detections[${firstPlace}] on ${reason}`
      : `detections[${firstPlace + Number(place)}]${problem}`;
  return new AnalysisFormatError(reasonInList, { cause });
}
