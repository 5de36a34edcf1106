import type { Readable } from 'node:stream';
import { to as copyTo } from 'pg-copy-streams';
import type { AppParts } from '../app-parts.ts';
import { errors } from '../errors.ts';
import { type ExportTable, exportQuery } from './export-queries.ts';

/** Each export has a connection of the pool to itself for as long as its reader takes. */
const MAX_RUNNING = 2;

/**
 * Exports whole tables as CSV. COPY hands over rows as the reader takes them, all of one moment: when the reader
 * is slow the socket fills, then PostgreSQL waits; nothing is collected here.
 */
export class Exports {
  readonly #parts: Pick<AppParts, 'pool' | 'log'>;
  #running = 0;

  constructor(parts: Pick<AppParts, 'pool' | 'log'>) {
    this.#parts = parts;
  }

  /** Read it to the end or destroy it. @throws {DemobaseError} `export_busy` */
  async open(table: ExportTable, options: { readonly showsUploaders: boolean }): Promise<Readable> {
    if (this.#running >= MAX_RUNNING) throw errors.exportBusy();
    this.#running += 1;
    try {
      return await this.#copy(exportQuery(table, options), () => {
        this.#running -= 1;
      });
    } catch (error) {
      this.#running -= 1;
      throw error;
    }
  }

  async #copy(query: string, onEnd: () => void): Promise<Readable> {
    const client = await this.#parts.pool.connect();
    try {
      // Its reader sets the pace, which may be a slow one. Times as every export writes them.
      await client.query("set statement_timeout = 0; set time zone 'UTC'");
    } catch (error) {
      client.release(true);
      throw error;
    }
    const rows = client.query(copyTo(`copy (${query}) to stdout with (format csv, header)`));
    rows.once('error', (error) => {
      this.#parts.log.error({ err: error }, 'an export broke off');
      // It says so, but does not end by itself.
      rows.destroy();
    });
    rows.once('close', () => {
      // Never used again: its settings are not the pool's, and half of a COPY may be on its way.
      client.release(true);
      onEnd();
    });
    return rows;
  }
}
