import type { DemoFormatError } from '../demo-format-error.ts';
import { type DemoHeader, incompleteHeader } from '../header/demo-header.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import { CaptureLog } from './capture-log.ts';
import { ChatLog } from './chat-log.ts';
import { ComingsAndGoings } from './comings-and-goings.ts';
import { DamageAndHealing } from './damage-and-healing.ts';
import { DemoClock } from './demo-clock.ts';
import {
  CUTTABLE_LISTS,
  type CuttableList,
  type DemoSummary,
  type GameServerSummary,
  type HeaderClaims,
  type Recorder,
} from './demo-summary.ts';
import { KillFeed } from './kill-feed.ts';
import { listPlayers } from './list-players.ts';
import { PauseLog } from './pause-log.ts';
import { Roster } from './roster.ts';
import { RoundLog } from './round-log.ts';
import { ScoreBoard } from './score-board.ts';
import { secondsOf } from './seconds-of.ts';
import { shortestDecimal } from './shortest-decimal.ts';
import { SpokenLines } from './spoken-lines.ts';
import type { SummaryParts } from './summary-parts.ts';
import { TeamAndClassLog } from './team-and-class-log.ts';
import { ToldStatistics } from './told-statistics.ts';
import { VoteLog } from './vote-log.ts';

/** What SourceTV writes where a player's recording has their name. */
const SOURCE_TV_NICK = 'SourceTV Demo';

/**
 * Collects the summary of a demo while it is read. It listens to events and to the few updates that tell
 * everything, so that it costs little, and keeps nothing but what the summary shows.
 *
 * ```ts
 * const reader = new DemoReader();
 * const builder = new SummaryBuilder(reader);
 * for await (const chunk of stream) {
 *   reader.push(chunk);
 *   if (reader.header !== undefined) show(builder.summary());
 * }
 * ```
 */
export class SummaryBuilder {
  readonly #reader: DemoReader;
  readonly #clock: DemoClock;
  readonly #roster: Roster;
  readonly #chat: ChatLog;
  readonly #kills: KillFeed;
  readonly #told: ToldStatistics;
  readonly #scoreBoard: ScoreBoard;
  readonly #rounds: RoundLog;
  readonly #captures: CaptureLog;
  readonly #votes: VoteLog;
  readonly #pauses: PauseLog;

  /** Listens to a reader that has not read anything yet. */
  constructor(reader: DemoReader) {
    this.#reader = reader;
    this.#clock = new DemoClock(reader);
    this.#roster = new Roster(reader, this.#clock);
    const parts: SummaryParts = { reader, clock: this.#clock, roster: this.#roster };
    this.#chat = new ChatLog(this.#clock);
    new ComingsAndGoings(this.#chat, parts);
    new SpokenLines(this.#chat, parts);
    new TeamAndClassLog(parts);
    this.#kills = new KillFeed(parts);
    this.#told = new ToldStatistics(reader, new DamageAndHealing(parts));
    this.#scoreBoard = new ScoreBoard(parts);
    this.#rounds = new RoundLog(parts, this.#scoreBoard);
    this.#captures = new CaptureLog(parts);
    this.#votes = new VoteLog(parts);
    this.#pauses = new PauseLog(parts);
  }

  /**
   * What is known so far, as if the demo ended here.
   * @param error why reading stopped, where it did
   * @throws {DemoFormatError} `incomplete-header` before the header has come
   */
  summary(error?: DemoFormatError): DemoSummary {
    const reader = this.#reader;
    const { header } = reader;
    if (header === undefined) throw incompleteHeader(reader.bytesRead);
    const { playbackTicks, playbackFrames } = reader.completedLateBytes();
    const tickIntervalSeconds = shortestDecimal(reader.tickIntervalSeconds);
    const kind = this.#kindOf(header);
    return {
      map: header.mapName,
      game: header.gameDirectory,
      networkProtocol: header.networkProtocol,
      kind,
      gameServer: this.#gameServer(header, kind),
      recorder: this.#recorder(header, kind),
      durationSeconds: secondsOf(playbackTicks, tickIntervalSeconds),
      ticks: playbackTicks,
      frames: playbackFrames,
      tickIntervalSeconds,
      tickRate: 1 / tickIntervalSeconds,
      startServerTick: this.#clock.startServerTick ?? null,
      header: headerClaims(header),
      isComplete: reader.isComplete,
      isCutInsideCommand: error === undefined && reader.isCutInsideCommand,
      ending: this.#ending(error),
      players: listPlayers({
        roster: this.#roster,
        clock: this.#clock,
        told: this.#told,
        tickIntervalSeconds,
      }),
      chat: [...this.#chat.list.entries],
      kills: [...this.#kills.kills.entries],
      rounds: [...this.#rounds.rounds.entries],
      scores: this.#scoreBoard.scores,
      captures: [...this.#captures.captures],
      votes: this.#votes.votes,
      pauses: [...this.#pauses.pauses.entries],
      cutLists: this.#cutLists(),
      problems: reader.problems.map((problem) => ({ ...problem })),
      problemCount: reader.problemCount,
      error: error === undefined ? null : { code: error.code, offset: error.offset, reason: error.reason },
    };
  }

  #cutLists(): CuttableList[] {
    const isCut: { readonly [L in CuttableList]: boolean } = {
      players: this.#roster.isCut,
      chat: this.#chat.list.isCut,
      kills: this.#kills.kills.isCut,
      rounds: this.#rounds.rounds.isCut,
      captures: this.#captures.isCut,
      votes: this.#votes.isCut,
      pauses: this.#pauses.pauses.isCut,
    };
    return CUTTABLE_LISTS.filter((list) => isCut[list]);
  }

  /** A player may call themselves what SourceTV does; the game server knows better. */
  #kindOf({ clientName }: DemoHeader): DemoSummary['kind'] {
    const isSourceTv = clientName === SOURCE_TV_NICK && this.#reader.serverInfo?.isSourceTv !== false;
    return isSourceTv ? 'stv' : 'pov';
  }

  #gameServer({ serverName }: DemoHeader, kind: DemoSummary['kind']): GameServerSummary {
    const { serverInfo } = this.#reader;
    const hostName = serverInfo?.hostName || null;
    return {
      // The header holds a player's way to the game server, and what SourceTV's calls itself.
      name: kind === 'stv' ? serverName || hostName : hostName,
      address: kind === 'stv' ? null : serverName || null,
      maxPlayers: serverInfo?.maxClients ?? null,
    };
  }

  #recorder({ clientName }: DemoHeader, kind: DemoSummary['kind']): Recorder {
    const slot = kind === 'pov' ? this.#reader.serverInfo?.playerSlot : undefined;
    const { users } = this.#roster;
    const user =
      slot === undefined
        ? undefined
        : (users.inSlot(slot) ?? users.all.findLast((each) => each.slot === slot));
    return { nick: clientName, player: user === undefined ? null : this.#roster.referTo(user) };
  }

  #ending(error: DemoFormatError | undefined): DemoSummary['ending'] {
    if (error !== undefined) return 'damaged';
    if (this.#reader.isComplete) return 'stop';
    return this.#reader.isCutInsideCommand ? 'cut-inside-command' : 'cut-between-commands';
  }
}

function headerClaims({ late }: DemoHeader): HeaderClaims {
  const { playbackSeconds, playbackTicks, playbackFrames, signonBytes } = late;
  const isTold = playbackSeconds > 0 && playbackTicks > 0 && Number.isFinite(playbackSeconds);
  return {
    durationSeconds: Number.isFinite(playbackSeconds) ? shortestDecimal(playbackSeconds) : null,
    ticks: playbackTicks,
    frames: playbackFrames,
    signonBytes,
    tickRate: isTold ? playbackTicks / shortestDecimal(playbackSeconds) : null,
  };
}
