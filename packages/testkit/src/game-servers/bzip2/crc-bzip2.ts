const POLYNOMIAL = 0x04c11db7;
const TOP_BIT = 0x8000_0000;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc & TOP_BIT ? (crc << 1) ^ POLYNOMIAL : crc << 1;
  return crc;
});

/** The CRC-32 of bzip2: the polynomial of everybody else's, but with the bits of each byte the other way round. */
export function crcBzip2(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crc << 8) ^ (table[(crc >>> 24) ^ byte] ?? 0);
  return ~crc >>> 0;
}
