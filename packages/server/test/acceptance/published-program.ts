import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Answer } from './ask.ts';
import type { Player } from './player.ts';
import type { RunningServer } from './running-server.ts';

/** The storage as an analysis program reaches it: with keys of its own, past us. */
export interface ProgramStorage {
  readDemo(sessionId: string): Promise<Uint8Array>;
  writeAnalysis(sessionId: string, text: string): Promise<void>;
}

/** What an executable makes of a demo: the text it writes to stdout. */
type Analyse = (demo: Uint8Array) => string;

/**
 * Asks what the published analysis program asks, in its order, and is content with nothing else: jobs by a 200 and
 * a list of texts, the demo out of `demoblobs`, the result into `jsonblobs`, and a 201 exactly.
 */
export class PublishedProgram {
  readonly #key: Player;
  readonly #storage: ProgramStorage;
  readonly #analyse: Analyse;
  readonly #completed = new Set<string>();

  constructor(key: Player, storage: ProgramStorage, analyse: Analyse) {
    this.#key = key;
    this.#storage = storage;
    this.#analyse = analyse;
  }

  /** One round of its loop; gives the sessions it has completed, or throws as it would report a failed job. */
  async runOnce(queryLimit: number): Promise<string[]> {
    const response = await this.#key.ask('/jobs', { limit: String(queryLimit) });
    if (response.status !== 200) throw new Error(`Failed to get jobs: ${response.status} ${response.text}`);
    const completed: string[] = [];
    for (const job of JSON.parse(response.text)) {
      if (typeof job !== 'string' || this.#completed.has(job)) continue;
      await this.#storage.writeAnalysis(job, this.#analyse(await this.#storage.readDemo(job)));
      const ingested = await this.#markIngested(job);
      if (ingested.status !== 201)
        throw new Error(`Failed to mark ${job}: ${ingested.status} ${ingested.text}`);
      this.#completed.add(job);
      completed.push(job);
    }
    return completed;
  }

  /** Says it twice, in the query and in the body. */
  #markIngested(sessionId: string): Promise<Answer> {
    return this.#key.ask('/ingest', { session_id: sessionId }, { json: { session_id: sessionId } });
  }
}

/** The folder store, as a program on the same machine sees it. */
export function folderStorage(server: RunningServer): ProgramStorage {
  const pathOf = (bucket: string, name: string) => join(server.dataDir, 'blobs', bucket, name);
  return {
    readDemo: (sessionId) => readFile(pathOf('demoblobs', `${sessionId}.dem`)),
    async writeAnalysis(sessionId, text) {
      await mkdir(pathOf('jsonblobs', ''), { recursive: true });
      await writeFile(pathOf('jsonblobs', `${sessionId}.json`), text);
    },
  };
}
