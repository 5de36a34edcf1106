import { existsSync } from 'node:fs';

/** Completes the environment by a file `.env` in the current folder; what is set already wins. */
export function loadEnvironmentFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}
