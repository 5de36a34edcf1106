import type { EntityWatch, TempEntityWatch } from '../entities/entity-watch.ts';
import { FramingReader } from '../framing/framing-reader.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import type { DemoHeader } from '../header/demo-header.ts';
import type { LateBytes } from '../header/late-bytes.ts';
import type { SvcServerInfo } from '../messages/svc-server-info.ts';
import type { UserMessage } from '../user-messages/user-message.ts';
import { DemoContents } from './demo-contents.ts';
import type { DemoEvents, DemoProblem, StringTableChange } from './demo-events.ts';
import { Interest } from './interest.ts';

/** A chunk is read in views of at most this many bytes, so that places in bits stay small integers. */
const MAX_VIEW_BYTES = 16 * 1024 * 1024;

/** What is known of a demo before its first byte. */
const NOTHING_READ = new FramingReader();

/**
 * Reads a demo while it arrives, cut in any way, and never holds more of it than one command.
 *
 * Say what you want to hear of, then push bytes. What nobody listens to is passed over unread, so cost follows
 * interest. What is told does not depend on how the bytes are cut.
 *
 * ```ts
 * const reader = new DemoReader()
 *   .onGameEvent('player_death', ({ values }) => console.log(reader.tick, values['weapon']))
 *   .on('problem', ({ offset, reason }) => console.warn(`at byte ${offset}: ${reason}`));
 * await reader.readAll(createReadStream('match.dem'));
 * ```
 */
export class DemoReader {
  readonly #interest = new Interest();
  #started: { readonly contents: DemoContents; readonly framing: FramingReader } | undefined;

  /**
   * Listens to an event, or to a message by its own name such as `svc_SetPause`.
   * @throws {Error} once bytes were pushed, as all other ways to listen do
   */
  on<E extends keyof DemoEvents>(event: E, listener: (value: DemoEvents[E]) => void): this {
    this.#changeable.events.add(event, listener);
    return this;
  }

  /** Listens to the game event of one name, such as `player_death`. */
  onGameEvent(name: string, listener: (event: GameEvent) => void): this {
    this.#changeable.gameEvents.add(name, listener);
    return this;
  }

  /** Listens to the user messages of one name, such as `SayText2`. */
  onUserMessage<N extends UserMessage['name']>(
    name: N,
    listener: (message: Extract<UserMessage, { name: N }>) => void,
  ): this {
    // Messages are told by their names, which TypeScript cannot follow through the listener's type.
    this.#changeable.userMessages.add(name, listener as (message: UserMessage) => void);
    return this;
  }

  /** Listens to the entries of one string table, such as `userinfo`. */
  onStringTable(name: string, listener: (change: StringTableChange) => void): this {
    this.#changeable.stringTables.add(name, listener);
    return this;
  }

  /** Listens to entities, and says which of their properties are to be kept. */
  watchEntities(watch: EntityWatch): this {
    this.#changeable.entities.push(watch);
    return this;
  }

  /** Listens to effects, such as those of class `CTEFireBullets`, and says which of their properties are to be kept. */
  watchTempEntities(watch: TempEntityWatch): this {
    this.#changeable.tempEntities.push(watch);
    return this;
  }

  /**
   * Reads on. The chunk may be reused afterwards.
   * @throws {DemoFormatError} where the bytes stop being a demo, after everything before was told; from then
   *   on the same error at every call, as with what a listener throws
   */
  push(chunk: Uint8Array): void {
    const { framing } = this.#start();
    for (let at = 0; at < chunk.length; at += MAX_VIEW_BYTES) {
      framing.push(chunk.length <= MAX_VIEW_BYTES ? chunk : chunk.subarray(at, at + MAX_VIEW_BYTES));
    }
  }

  /**
   * Says that no more bytes come. A demo may end anywhere after its header.
   * @throws {DemoFormatError} `incomplete-header` when they end before the header does; or what `push` threw
   */
  end(): void {
    this.#start().framing.end();
  }

  /** Reads a whole demo from where it comes. */
  async readAll(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    for await (const chunk of source) this.push(chunk);
    this.end();
  }

  /** The header, once its 1072 bytes have come. */
  get header(): DemoHeader | undefined {
    return this.#started?.framing.header;
  }

  /** What the game server said of itself last. */
  get serverInfo(): SvcServerInfo | undefined {
    return this.#started?.contents.serverInfo;
  }

  /** Where the reading is on the demo's clock; 0 during sign-on. */
  get tick(): number {
    return this.#started?.contents.tick ?? 0;
  }

  /** Where it is on the game server's clock. */
  get serverTick(): number {
    return this.#started?.contents.serverTick ?? 0;
  }

  /** The game server's tick interval; Team Fortress 2's 0.015 s unless sign-on told another. */
  get tickIntervalSeconds(): number {
    return (this.#started?.framing ?? NOTHING_READ).tickIntervalSeconds;
  }

  /** How many bytes were pushed. */
  get bytesRead(): number {
    return this.#started?.framing.bytesRead ?? 0;
  }

  /** Whether the stop command has come. */
  get isComplete(): boolean {
    return this.#started?.framing.isComplete ?? false;
  }

  /** Whether the bytes so far end inside a command: a demo in progress, or one that was cut off. */
  get isCutInsideCommand(): boolean {
    return this.#started !== undefined && !this.#started.framing.isOnCommandBoundary;
  }

  /** The last packet's tick, 0 before the first; the stop command's once that has come and is later. */
  get playbackTicks(): number {
    return this.#started?.framing.playbackTicks ?? 0;
  }

  /** How many packet commands have come, sign-on not counted. */
  get playbackFrames(): number {
    return this.#started?.framing.playbackFrames ?? 0;
  }

  /** What the game would have written into the header had recording ended with the last byte read. */
  completedLateBytes(): LateBytes {
    return (this.#started?.framing ?? NOTHING_READ).completedLateBytes();
  }

  /** The first hundred parts that could not be read. */
  get problems(): readonly DemoProblem[] {
    return this.#started?.contents.problems.kept ?? [];
  }

  /** How many parts could not be read. */
  get problemCount(): number {
    return this.#started?.contents.problems.count ?? 0;
  }

  get #changeable(): Interest {
    if (this.#started !== undefined) throw new Error('Say what you want to hear of before the first byte.');
    return this.#interest;
  }

  #start(): { readonly contents: DemoContents; readonly framing: FramingReader } {
    if (this.#started === undefined) {
      const contents = new DemoContents(this.#interest);
      this.#started = { contents, framing: new FramingReader(contents) };
    }
    return this.#started;
  }
}
