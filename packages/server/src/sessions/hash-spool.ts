import { createHash } from 'node:crypto';
import type { Spool } from './spool.ts';

/** SHA-256 of a whole spool. */
export async function hashSpool(spool: Spool): Promise<Buffer> {
  const sha256 = createHash('sha256');
  for await (const bytes of spool.read()) sha256.update(bytes);
  return sha256.digest();
}
