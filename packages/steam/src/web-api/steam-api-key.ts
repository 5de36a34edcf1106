import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { isJsonObject, readText } from './json-object.ts';
import { SteamApiKeyError } from './steam-api-key-error.ts';

/** Where a key is looked for when nobody says where it stands. */
const DEFAULT_PLACES = [['STEAM_API_KEY'], ['steam_api_key'], ['steam', 'api_key']] as const;

export interface SteamApiKeyFileOptions {
  /** The member that holds the key, or the way to it through tables: `['services', 'steam', 'key']`. */
  readonly name?: string | readonly string[] | undefined;
}

/**
 * The Steam Web API key in an environment variable, without spaces around it; `undefined` when it is not set or
 * empty.
 *
 * @example
 * const key = steamApiKeyFromEnvironment(); // of STEAM_API_KEY
 */
export function steamApiKeyFromEnvironment(name = 'STEAM_API_KEY'): string | undefined {
  return process.env[name]?.trim() || undefined;
}

/**
 * The Steam Web API key in a `.json` or `.toml` file: its member `STEAM_API_KEY` or `steam_api_key`, `api_key` in
 * its table `steam`, or what `name` says.
 *
 * @throws {SteamApiKeyError} when the file cannot be read, is malformed, or has no such text.
 * @example
 * const key = await steamApiKeyFromFile('secrets.toml', { name: ['steam', 'key'] });
 */
export async function steamApiKeyFromFile(
  path: string,
  { name }: SteamApiKeyFileOptions = {},
): Promise<string> {
  const parse = parserFor(path);
  const document = await parse(await readKeyFile(path));
  const places = name === undefined ? DEFAULT_PLACES : [typeof name === 'string' ? [name] : name];
  for (const place of places) {
    const key = readText(memberAt(document, place))?.trim();
    if (key) return key;
  }
  const expected = places.map((place) => place.join('.')).join(', ');
  throw new SteamApiKeyError(path, `there is no text named ${expected}.`);
}

function parserFor(path: string): (text: string) => Promise<unknown> | unknown {
  switch (extname(path).toLowerCase()) {
    case '.json':
      return (text) => parseJson(path, text);
    case '.toml':
      return (text) => parseToml(path, text);
    default:
      throw new SteamApiKeyError(path, 'it is neither a .json nor a .toml file.');
  }
}

async function readKeyFile(path: string): Promise<string> {
  try {
    const text = await readFile(path, 'utf8');
    return text.replace(/^\uFEFF/, ''); // editors on Windows put it there
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new SteamApiKeyError(path, `the file cannot be read${code}.`);
  }
}

// No `cause` below: what a parser says of a file shows the place where it failed, and the key may stand there.

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SteamApiKeyError(path, 'it is not valid JSON.');
  }
}

async function parseToml(path: string, text: string): Promise<unknown> {
  const { parse, TomlError } = await import('smol-toml');
  try {
    return parse(text);
  } catch (error) {
    const line = error instanceof TomlError ? `; see line ${error.line}` : '';
    throw new SteamApiKeyError(path, `it is not valid TOML${line}.`);
  }
}

function memberAt(document: unknown, place: readonly string[]): unknown {
  let value = document;
  for (const name of place) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
