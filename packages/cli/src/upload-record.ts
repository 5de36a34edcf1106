import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { SESSION_ID_PATTERN } from './session-id.ts';

/**
 * Remembers on disk which session an upload of a file uses, so that the same command goes on where a killed
 * one was. A file that changed since is another upload.
 */
export class UploadRecord {
  readonly #path: string;
  #sessionId: string | undefined;

  constructor(
    { path, sizeBytes, modifiedAtMs }: { path: string; sizeBytes: number; modifiedAtMs: number },
    { baseUrl }: { baseUrl: string },
  ) {
    const key = JSON.stringify([baseUrl, realpathSync(path), sizeBytes, modifiedAtMs]);
    const name = createHash('sha256').update(key).digest('hex').slice(0, 32);
    const stateFolder = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
    this.#path = join(stateFolder, 'demobase', 'uploads', name);
    this.#sessionId = readSessionId(this.#path);
  }

  /** The session to go on with; undefined when there is none. */
  get sessionId(): string | undefined {
    return this.#sessionId;
  }

  /** Where it cannot be written the upload still works; only going on after a kill needs `--session` then. */
  write(sessionId: string): void {
    this.#sessionId = sessionId;
    try {
      mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
      const temporary = `${this.#path}.${process.pid}`;
      writeFileSync(temporary, sessionId);
      renameSync(temporary, this.#path);
    } catch {}
  }

  remove(): void {
    this.#sessionId = undefined;
    rmSync(this.#path, { force: true });
  }
}

function readSessionId(path: string): string | undefined {
  try {
    const sessionId = readFileSync(path, 'utf8');
    return SESSION_ID_PATTERN.test(sessionId) ? sessionId : undefined;
  } catch {
    return undefined;
  }
}
