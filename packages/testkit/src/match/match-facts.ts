import type { LateBytes } from '@demobase/demo';
import type { CheatKind } from './match-options.ts';
import type { Crit } from './simulation/match-event.ts';

/** From a tick on something was so, until the next of its kind. */
export interface TeamSpan {
  readonly fromTick: number;
  /** 1 spectator, 2 RED, 3 BLU. */
  readonly team: number;
}

export interface ClassSpan {
  readonly fromTick: number;
  /** 1 scout to 9 engineer. */
  readonly classNumber: number;
}

/** Somebody who was on the game server for some of the recording: a person, or a bot. */
export interface PlayerFacts {
  readonly userId: number;
  readonly slot: number;
  readonly entityIndex: number;
  /** 0 of bots. */
  readonly accountId: number;
  /** `[U:1:N]`, or `BOT`. */
  readonly networkId: string;
  readonly isBot: boolean;
  /** All they had, the last one last. */
  readonly names: readonly string[];
  /** 0 for those who were there when the recording began. */
  readonly connectedAtTick: number;
  /** Undefined for those who stayed to its end. */
  readonly disconnectedAtTick: number | undefined;
  readonly teams: readonly TeamSpan[];
  /** As they came to life: choosing a class changes nothing until then. */
  readonly classes: readonly ClassSpan[];
  readonly kills: number;
  readonly assists: number;
  readonly deaths: number;
  readonly suicides: number;
  /** Done to others. */
  readonly damage: number;
  readonly healing: number;
}

export interface KillFacts {
  readonly tick: number;
  readonly victim: number;
  /** A user id; 0 where the world did it. */
  readonly attacker: number;
  readonly assister: number | undefined;
  readonly weapon: string;
  readonly crit: Crit;
  readonly customKill: number;
  /** The victim of a feigned death lives, and nobody's tally counts it. */
  readonly isFeigned: boolean;
}

export interface ChatFacts {
  readonly tick: number;
  readonly userId: number;
  /** As they were called then. */
  readonly name: string;
  readonly text: string;
  readonly isTeamOnly: boolean;
  readonly isDead: boolean;
}

export interface RoundFacts {
  readonly startTick: number;
  readonly activeTick: number | undefined;
  readonly winTick: number | undefined;
  readonly winner: number | undefined;
  /** 1 all points captured, 6 time limit. */
  readonly winReason: number | undefined;
  readonly scores: { readonly red: number; readonly blue: number } | undefined;
}

export interface VoteFacts {
  readonly tick: number;
  readonly voteIndex: number;
  readonly caller: number;
  readonly target: number;
  readonly ballots: readonly { readonly tick: number; readonly userId: number; readonly isYes: boolean }[];
  readonly outcome: 'open' | 'passed' | 'failed';
}

/**
 * A cheat as it was planted: by the first tick it shows in, and the last. A half turn is about to be made in the
 * tick before: the view is straight up, and so out of bounds.
 */
export interface CheatFacts {
  readonly kind: CheatKind;
  readonly userId: number;
  readonly accountId: number;
  readonly fromTick: number;
  readonly toTick: number;
  /** Whether the recording shows it: a player's tells of those around them only. */
  readonly isSeen: boolean;
}

/** What a reader must find in a match. Ticks are the demo's, of the packet that tells. */
export interface MatchFacts {
  readonly kind: 'pov' | 'stv';
  readonly map: string;
  readonly sizeBytes: number;
  readonly lastTick: number;
  readonly packetCount: number;
  /** The game server's clock at the demo's tick 0. */
  readonly firstServerTick: number;
  readonly maxClients: number;
  /** What belongs into the header: a demo made to a size is streamed without, as the game streams one. */
  readonly lateBytes: LateBytes;
  /** The user id of who records; undefined where SourceTV does. */
  readonly recorder: number | undefined;
  /** SourceTV's own user id. */
  readonly sourceTv: number;
  readonly players: readonly PlayerFacts[];
  readonly kills: readonly KillFacts[];
  readonly chat: readonly ChatFacts[];
  readonly rounds: readonly RoundFacts[];
  readonly captures: readonly { readonly tick: number; readonly point: number; readonly team: number }[];
  readonly votes: readonly VoteFacts[];
  readonly pauses: readonly { readonly fromTick: number; readonly toTick: number | undefined }[];
  readonly cheats: readonly CheatFacts[];
}
