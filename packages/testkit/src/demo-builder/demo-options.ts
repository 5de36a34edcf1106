/** What a built demo is like. Equal options give equal bytes. */
export interface DemoOptions {
  /** Decides everything that is not set here; 1 unless set. */
  readonly seed?: number;
  readonly map?: string;
  /** An address in a player's recording, a host name in SourceTV's. */
  readonly serverName?: string;
  readonly clientName?: string;
  /** `pov`, a player's recording, unless set; `stv` for SourceTV's. */
  readonly kind?: 'pov' | 'stv';
  /** Whether the late bytes are zero, as the game leaves them until recording ends; false unless set. */
  readonly isRecording?: boolean;
  /** Bytes of messages in a packet, 32 to 65,536; 256 unless set. */
  readonly packetBytes?: number;
}

export type CompleteDemoOptions = Required<DemoOptions>;

export const NETWORK_PROTOCOL = 24;
export const TICK_INTERVAL_SECONDS = Math.fround(0.015);

/** Fills in what was left out. */
export function completeDemoOptions(options: DemoOptions): CompleteDemoOptions {
  const kind = options.kind ?? 'pov';
  const isSourceTv = kind === 'stv';
  const packetBytes = options.packetBytes ?? 256;
  if (!Number.isInteger(packetBytes) || packetBytes < 32 || packetBytes > 65_536) {
    throw new RangeError(`packetBytes must be a whole number from 32 to 65,536, not ${packetBytes}.`);
  }
  return {
    seed: options.seed ?? 1,
    map: options.map ?? 'cp_process_final',
    serverName: options.serverName ?? (isSourceTv ? 'Demobase test server' : '169.254.71.12:27015'),
    clientName: options.clientName ?? (isSourceTv ? 'SourceTV Demo' : 'Gordon'),
    kind,
    isRecording: options.isRecording ?? false,
    packetBytes,
  };
}
