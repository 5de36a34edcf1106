/** What the layout of messages depends on. */
export interface WireProtocol {
  /** The network protocol in the demo's header. */
  readonly network: number;
  /** Width of the type every message begins with. */
  readonly messageTypeBits: 5 | 6;
  /** Whether svc_ServerInfo ends without the bit that tells of a replay, as it did before network protocol 16. */
  readonly lacksReplayBit?: true;
}

/**
 * The layouts a network protocol may mean, likeliest first. Two are ambiguous. At 15 Portal of 2010 writes
 * 6-bit types, Team Fortress 2 of 2009 writes 5. At 25 mods of the single-player branch lack the replay bit.
 */
export function wireProtocolsOf(network: number): readonly WireProtocol[] {
  if (network < 15) return [{ network, messageTypeBits: 5 }];
  if (network >= 25) {
    return [
      { network, messageTypeBits: 6 },
      { network, messageTypeBits: 6, lacksReplayBit: true },
    ];
  }
  if (network > 15) return [{ network, messageTypeBits: 6 }];
  return [
    { network, messageTypeBits: 6 },
    { network, messageTypeBits: 5 },
  ];
}
