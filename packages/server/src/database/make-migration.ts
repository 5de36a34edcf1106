import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseError } from './database-error.ts';

const template = `import type { Kysely } from 'kysely';

/** What changes, and why. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('table').addColumn('column', 'text').execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('table').dropColumn('column').execute();
}
`;

/**
 * Writes the next migration file, such as `0007-add-demo-map.ts`, to be filled in; gives its path.
 * Throws `invalid_migration_name` unless `name` is in kebab-case.
 */
export async function makeMigration(name: string, folder: string): Promise<string> {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    const message = `"${name}" is not a name for a migration: use small letters, digits and single hyphens, as in "add-demo-map".`;
    throw new DatabaseError('invalid_migration_name', message);
  }
  const numbers = (await readdir(folder)).map((file) => Number(/^(\d{4})-/.exec(file)?.[1] ?? 0));
  const number = String(Math.max(0, ...numbers) + 1).padStart(4, '0');
  const file = join(folder, `${number}-${name}.ts`);
  await writeFile(file, template, { flag: 'wx' });
  return file;
}
