import type { DemoHeader } from '../header/demo-header.ts';

/** What is known of a command once its head has come. */
export interface CommandHead {
  /** Its type byte: one of `COMMAND_TYPES`. */
  readonly type: number;
  /** The stop command's with the highest byte made up, as near as can be. */
  readonly tick: number;
  /** Where the command begins in the demo, in bytes. */
  readonly offset: number;
  /** The bytes of the head, from `headAt` on; used again afterwards. */
  readonly head: Uint8Array;
  readonly headAt: number;
  readonly payloadBytes: number;
}

/**
 * Takes the commands of a demo while they arrive. For each there is a call to `begin`, then, while
 * `wantsPayload`, calls to `take` with pieces of its payload, then one to `end`; the pieces are used again
 * afterwards. What a sink throws stops the reading for good.
 */
export interface CommandSink {
  /** The game server's tick interval, once known: later commands may need not be looked at for it. */
  readonly tickIntervalSeconds: number | undefined;
  /** Whether more of this command's payload is wanted. */
  readonly wantsPayload: boolean;
  header(header: DemoHeader): void;
  begin(command: CommandHead): void;
  take(bytes: Uint8Array, start: number, end: number): void;
  end(): void;
}
