/** What a player can be made to do that nobody does honestly. */
export type CheatKind = 'spin' | 'out-of-bounds-pitch' | 'half-turn' | 'silent-aim' | 'aim-snap';

/** A cheat to plant. It happens at this tick of the demo, or as soon after it as the player has lived long enough. */
export interface CheatRequest {
  /** Which of the players who are there when the recording begins, from 0. */
  readonly player: number;
  readonly kind: CheatKind;
  readonly atTick: number;
}

/** What a match is like. Equal options give equal bytes. */
export interface MatchOptions {
  /** `stv`, SourceTV's recording, unless set; `pov` for a player's. */
  readonly kind?: 'pov' | 'stv';
  /** Decides everything that is not set here; 1 unless set. */
  readonly seed?: number;
  readonly map?: string;
  /** An address in a player's recording, a host name in SourceTV's. */
  readonly serverName?: string;
  /** How many play when the recording begins, 2 to 32; 24 unless set. */
  readonly players?: number;
  /** How many of them, the last ones, are bots; 0 unless set. */
  readonly bots?: number;
  /** Which player records, from 0, where a player does; 0 unless set. */
  readonly recorder?: number;
  /** Ticks between packets, 1 to 8; 1 in a player's recording and 2 in SourceTV's unless set. */
  readonly ticksPerPacket?: number;
  readonly cheats?: readonly CheatRequest[];
  /** How long a round is fought; 180 unless set. */
  readonly roundSeconds?: number;
  /** Mean seconds from one line of chat, or one spell of talking, to the next; 3 unless set. */
  readonly chatEverySeconds?: number;
  /** Seconds from one vote to the next; 240 unless set, 0 for none. */
  readonly voteEverySeconds?: number;
  /** Seconds from one pause to the next; 600 unless set, 0 for none. */
  readonly pauseEverySeconds?: number;
  /** Mean seconds from one player's leaving to the next; 60 unless set, 0 where nobody leaves. */
  readonly leaveEverySeconds?: number;
  /** Whether the late bytes are zero, as the game leaves them until recording ends; false unless set. */
  readonly isRecording?: boolean;
}

export type CompleteMatchOptions = Required<MatchOptions>;

export const TICKS_PER_SECOND = 1 / 0.015;

/** Fills in what was left out, and refuses what cannot be played. */
export function completeMatchOptions(given: MatchOptions): CompleteMatchOptions {
  const kind = given.kind ?? 'stv';
  const options: CompleteMatchOptions = {
    kind,
    seed: given.seed ?? 1,
    map: given.map ?? 'cp_process_final',
    serverName: given.serverName ?? (kind === 'stv' ? 'Demobase test server' : '169.254.71.12:27015'),
    players: given.players ?? 24,
    bots: given.bots ?? 0,
    recorder: given.recorder ?? 0,
    ticksPerPacket: given.ticksPerPacket ?? (kind === 'stv' ? 2 : 1),
    cheats: given.cheats ?? [],
    roundSeconds: given.roundSeconds ?? 180,
    chatEverySeconds: given.chatEverySeconds ?? 3,
    voteEverySeconds: given.voteEverySeconds ?? 240,
    pauseEverySeconds: given.pauseEverySeconds ?? 600,
    leaveEverySeconds: given.leaveEverySeconds ?? 60,
    isRecording: given.isRecording ?? false,
  };
  requireWhole('players', options.players, 2, 32);
  requireWhole('bots', options.bots, 0, options.players);
  requireWhole('recorder', options.recorder, 0, options.players - 1);
  requireWhole('ticksPerPacket', options.ticksPerPacket, 1, 8);
  for (const cheat of options.cheats) {
    requireWhole('player of a cheat', cheat.player, 0, options.players - 1);
    requireWhole('tick of a cheat', cheat.atTick, 0, 0x7fffffff);
  }
  return options;
}

function requireWhole(what: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`The ${what} must be a whole number from ${least} to ${most}, not ${value}.`);
}
