/**
 * A dotted quad as a number, most significant byte first: `169.254.189.228` is 2852044260. By multiplication, since
 * shifting in JavaScript makes addresses from 128.0.0.0 on negative.
 */
export function ipv4ToNumber(dottedQuad: string): number {
  return dottedQuad.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
}
