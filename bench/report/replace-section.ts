import { readFile, writeFile } from 'node:fs/promises';

/**
 * Puts generated text between `<!-- begin NAME -->` and `<!-- end NAME -->` of a page.
 *
 * @throws {Error} when the page has no such place.
 */
export async function replaceSection(
  path: string,
  section: { readonly name: string; readonly text: string },
): Promise<void> {
  const page = await readFile(path, 'utf8');
  const begin = `<!-- begin ${section.name} -->`;
  const end = `<!-- end ${section.name} -->`;
  const start = page.indexOf(begin);
  const stop = page.indexOf(end);
  if (start < 0 || stop < start) throw new Error(`${path} has no section named ${section.name}.`);
  await writeFile(path, `${page.slice(0, start + begin.length)}\n\n${section.text}\n\n${page.slice(stop)}`);
}
