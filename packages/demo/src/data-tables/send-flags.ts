/**
 * What a property's flags say, above all how its value is written (docs/demo-format.md, "Data tables").
 * Bit 5 means two things: `normal` for floats and vectors, `varint` for integers.
 */
export const SEND_FLAGS = {
  unsigned: 1 << 0,
  coord: 1 << 1,
  noScale: 1 << 2,
  roundDown: 1 << 3,
  roundUp: 1 << 4,
  normal: 1 << 5,
  varint: 1 << 5,
  exclude: 1 << 6,
  xyze: 1 << 7,
  insideArray: 1 << 8,
  proxyAlwaysYes: 1 << 9,
  changesOften: 1 << 10,
  isVectorElement: 1 << 11,
  collapsible: 1 << 12,
  coordMp: 1 << 13,
  coordMpLowPrecision: 1 << 14,
  coordMpIntegral: 1 << 15,
} as const;
