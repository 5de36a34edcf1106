import { DemoFormatError } from '../../src/demo-format-error.ts';
import { Analysis } from '../../src/detectors/analysis.ts';
import { encodeAnalysis } from '../../src/detectors/encode-analysis.ts';
import type { Entity } from '../../src/entities/entity.ts';
import type { DemoEvents } from '../../src/reader/demo-events.ts';
import { DemoReader } from '../../src/reader/demo-reader.ts';
import { SummaryBuilder } from '../../src/summary/summary-builder.ts';

const EVENTS: readonly (keyof DemoEvents)[] = [
  'header',
  'packet',
  'packet-end',
  'message',
  'data-tables',
  'game-event-list',
  'game-event',
  'user-message',
  'string-table-entry',
  'sync-tick',
  'console-command',
  'user-command',
  'stop',
  'problem',
];
const MOST_PROBLEMS_KEPT = 100;

/** What came of reading something: how much was told, and why no more. */
export interface Reading {
  readonly told: number;
  readonly error: DemoFormatError | undefined;
}

/** A reader with everything there is attached to it. */
export class ReaderOfEverything {
  readonly reader = new DemoReader();
  readonly #summary: SummaryBuilder;
  readonly #analysis: Analysis;
  told = 0;
  /** How often something looked like cheating. */
  get detections(): number {
    return this.#analysis.detections.length;
  }
  #pushedBytes = 0;

  constructor() {
    const { reader } = this;
    const count = (): void => {
      this.told++;
    };
    const look = (entity: Entity): void => {
      this.told++;
      // Every tenth: names of values are put together here, which costs more than reading them.
      if (this.told % 10 === 0) entity.changes();
    };
    for (const event of EVENTS) reader.on(event, count);
    reader.watchEntities({
      propertiesOf: () => 'all',
      onEnter: look,
      onUpdate: look,
      onLeave: count,
      onDelete: count,
    });
    reader.watchTempEntities({ propertiesOf: () => 'all', onTempEntity: count });
    this.#summary = new SummaryBuilder(reader);
    this.#analysis = new Analysis(reader);
    const { state } = this.#analysis;
    state.onTick(() => {
      for (const { position, health, isAlive } of state.players) {
        if (position !== undefined || health !== undefined || isAlive) this.told++;
      }
      this.told += state.buildings.size + state.projectiles.size + state.teams.size;
    });
  }

  push(piece: Uint8Array): void {
    this.#pushedBytes += piece.length;
    this.reader.push(piece);
  }

  /**
   * Takes bytes that may be anything, in pieces, and then says that no more come.
   * @throws whatever is not a `DemoFormatError`, and an Error where a promise was broken
   */
  read(pieces: readonly Uint8Array[]): Reading {
    const { reader } = this;
    const told = this.told;
    let error: DemoFormatError | undefined;
    try {
      for (const piece of pieces) this.push(piece);
      reader.end();
    } catch (thrown) {
      if (!(thrown instanceof DemoFormatError)) throw thrown;
      error = thrown;
    }
    this.#checkPromises(error);
    return { told: this.told - told, error };
  }

  #checkPromises(error: DemoFormatError | undefined): void {
    const { reader } = this;
    if (reader.problems.length !== Math.min(reader.problemCount, MOST_PROBLEMS_KEPT)) {
      throw new Error(`${reader.problems.length} of ${reader.problemCount} problems are kept.`);
    }
    for (const { offset } of error === undefined ? reader.problems : [...reader.problems, error]) {
      if (!(offset >= 0 && offset <= this.#pushedBytes)) {
        throw new Error(`Something is wrong at ${offset} of ${this.#pushedBytes} bytes.`);
      }
    }
    if (reader.header === undefined) return;
    JSON.stringify(this.#summary.summary(error));
    encodeAnalysis(this.#analysis.end());
  }
}
