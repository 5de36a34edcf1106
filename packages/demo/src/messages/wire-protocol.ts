/** What the layout of messages depends on. */
export interface WireProtocol {
  /** The network protocol in the demo's header. */
  readonly network: number;
  /** Width of the type every message begins with. */
  readonly messageTypeBits: 5 | 6;
}

/**
 * The layouts a network protocol may mean, likeliest first. Only 15 is ambiguous: Portal of 2010 writes
 * 6-bit types, Team Fortress 2 of 2009 writes 5.
 */
export function wireProtocolsOf(network: number): readonly WireProtocol[] {
  if (network < 15) return [{ network, messageTypeBits: 5 }];
  if (network > 15) return [{ network, messageTypeBits: 6 }];
  return [
    { network, messageTypeBits: 6 },
    { network, messageTypeBits: 5 },
  ];
}
