/**
 * A process for tests to kill: opens the embedded database of the folder in its argument, tells on stdout what
 * came of it as one line of JSON, and stays until its stdin closes.
 */
import { once } from 'node:events';
import { pino } from 'pino';
import { openDatabase } from '../../src/database/open-database.ts';

const [dataDir = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
try {
  const database = await openDatabase({ kind: 'embedded', dataDir }, { log });
  process.stdout.write(`${JSON.stringify({ status: 'open' })}\n`);
  await once(process.stdin.resume(), 'end');
  await database.close();
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  process.stdout.write(`${JSON.stringify({ status: 'failed', code, message: String(error) })}\n`);
}
