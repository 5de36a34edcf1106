import { createHash, randomBytes } from 'node:crypto';

/** A secret nobody can guess: 32 random bytes as 43 characters of base64url. */
export function createSecretToken(): string {
  return randomBytes(32).toString('base64url');
}

/**
 * The SHA-256 a secret is stored and looked up by. A slow hash would add nothing: unlike a password, the
 * secret is 256 random bits.
 */
export function hashSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
