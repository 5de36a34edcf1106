import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { steamApiKeyFromEnvironment, steamApiKeyFromFile } from './steam-api-key.ts';
import { SteamApiKeyError } from './steam-api-key-error.ts';

const key = '0123456789ABCDEF0123456789ABCDEF';
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'steam-api-key-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function writeKeyFile(fileName: string, text: string): Promise<string> {
  const path = join(folder, fileName);
  await writeFile(path, text);
  return path;
}

describe('steamApiKeyFromEnvironment', () => {
  it('reads STEAM_API_KEY, or the variable named', () => {
    vi.stubEnv('STEAM_API_KEY', ` ${key}\n`);
    vi.stubEnv('MY_STEAM_KEY', 'MINE');
    expect(steamApiKeyFromEnvironment()).toBe(key);
    expect(steamApiKeyFromEnvironment('MY_STEAM_KEY')).toBe('MINE');
  });

  it.each(['', '  '])('has no key when the variable is %j', (value) => {
    vi.stubEnv('STEAM_API_KEY', value);
    expect(steamApiKeyFromEnvironment()).toBeUndefined();
  });

  it('has no key when the variable is not set', () => {
    vi.stubEnv('STEAM_API_KEY', undefined);
    expect(steamApiKeyFromEnvironment()).toBeUndefined();
  });
});

describe('steamApiKeyFromFile', () => {
  it.each([
    ['key.json', `{"STEAM_API_KEY": "${key}"}`],
    ['key.json', `\uFEFF{"steam_api_key": " ${key} "}`],
    ['key.JSON', `{"steam": {"api_key": "${key}"}}`],
    ['key.json', `{"STEAM_API_KEY": "", "steam": {"api_key": "${key}"}}`],
    ['key.toml', `STEAM_API_KEY = "${key}"`],
    ['key.toml', `# ours\nsteam_api_key = '${key}'\r\n[other]\na = 2026-01-01`],
    ['key.toml', `title = "x"\n[steam]\napi_key = "${key}"\n`],
  ])('finds the key in %s: %s', async (fileName, text) => {
    expect(await steamApiKeyFromFile(await writeKeyFile(fileName, text))).toBe(key);
  });

  it('finds it where it was told to look, and nowhere else', async () => {
    const path = await writeKeyFile(
      'key.toml',
      `STEAM_API_KEY = "another"\nmine = "${key}"\n[services.steam]\nkey = "${key}"\n`,
    );
    expect(await steamApiKeyFromFile(path, { name: 'mine' })).toBe(key);
    expect(await steamApiKeyFromFile(path, { name: ['services', 'steam', 'key'] })).toBe(key);
    await expect(steamApiKeyFromFile(path, { name: ['services', 'key'] })).rejects.toThrow(
      `No Steam Web API key in ${path}: there is no text named services.key.`,
    );
  });

  it.each([
    ['key.json', `{"key": "${key}"}`, 'there is no text named STEAM_API_KEY, steam_api_key, steam.api_key.'],
    ['key.json', '{"STEAM_API_KEY": 7, "steam_api_key": "", "steam": "x"}', 'there is no text named'],
    ['key.json', `["${key}"]`, 'there is no text named'],
    ['key.json', `{"STEAM_API_KEY": "${key}`, 'it is not valid JSON.'],
    ['key.json', `${key}`, 'it is not valid JSON.'],
    ['key.toml', `\nSTEAM_API_KEY = ${key}`, 'it is not valid TOML; see line 2.'],
    ['key.toml', `${key}`, 'it is not valid TOML; see line 1.'],
    ['key.txt', key, 'it is neither a .json nor a .toml file.'],
  ])('says what is wrong with %s, and nothing of its content', async (fileName, text, problem) => {
    const path = await writeKeyFile(fileName, text);
    const error: unknown = await steamApiKeyFromFile(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SteamApiKeyError);
    expect(error).toMatchObject({ path, message: expect.stringContaining(`${path}: ${problem}`) });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(key);
  });

  it('says when there is no such file', async () => {
    await expect(steamApiKeyFromFile(join(folder, 'none.json'))).rejects.toThrow(
      'none.json: the file cannot be read (ENOENT).',
    );
  });

  it('finds nothing under the names every object has', async () => {
    const path = await writeKeyFile('key.json', '{}');
    await expect(steamApiKeyFromFile(path, { name: ['constructor', 'name'] })).rejects.toThrow(
      SteamApiKeyError,
    );
  });
});
