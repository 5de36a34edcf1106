import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, settingsSchema } from './config.ts';

describe('readConfig', () => {
  it('needs no settings at all', () => {
    const config = readConfig({ HOME: '/home/gordon' });
    expect(config.port).toBe(8000);
    expect(config.host).toBe('127.0.0.1');
    expect(config.database.kind).toBe('embedded');
    expect(config.blobs.kind).toBe('folder');
    expect(Object.isFrozen(config)).toBe(true);
  });

  it('refuses a DEMOBASE_ name it does not know, and says which there are', () => {
    expect(() => readConfig({ DEMOBASE_PROT: '80' })).toThrow(
      /DEMOBASE_PROT is not a setting.*DEMOBASE_PORT/,
    );
  });

  it.each([
    ['DEMOBASE_PORT', '80a'],
    ['DEMOBASE_PORT', '65536'],
    ['DEMOBASE_PORT', '-1'],
    ['DEMOBASE_PUBLIC_URL', 'demos.example'],
    ['DEMOBASE_PUBLIC_URL', 'https://demos.example/path'],
    ['DEMOBASE_BLOB_STORE', 'ftp'],
    ['DEMOBASE_MAX_DEMO_BYTES', '10'],
    ['DEMOBASE_LOG_LEVEL', 'loud'],
    ['DEMOBASE_GAME_SERVER_CHECK', 'on'],
    ['DEMOBASE_GAME_SERVER_UNCHECKED', 'no'],
    ['DEMOBASE_GAME_SERVER_PRIVATE', 'maybe'],
    ['DEMOBASE_GAME_APP_ID', '0'],
  ])('refuses %s=%s by name, with what it is for', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name} cannot be used`));
  });

  it('never repeats a value in a refusal: it may be a secret under the wrong name', () => {
    expect(() => readConfig({ DEMOBASE_PORT: 'MB-secret' })).toThrow(/^(?!.*MB-secret)/s);
  });

  it('looks at game servers without refusing anybody, unless told otherwise', () => {
    expect(readConfig({}).gameServers).toEqual({
      check: 'record',
      unchecked: 'allow',
      allowsPrivate: false,
      appId: 440,
    });
    expect(
      readConfig({
        DEMOBASE_GAME_SERVER_CHECK: 'require',
        DEMOBASE_GAME_SERVER_UNCHECKED: 'refuse',
        DEMOBASE_GAME_SERVER_PRIVATE: 'true',
        DEMOBASE_GAME_APP_ID: '730',
      }).gameServers,
    ).toEqual({ check: 'require', unchecked: 'refuse', allowsPrivate: true, appId: 730 });
    // "false" is not a text that is there, but a no.
    expect(readConfig({ DEMOBASE_GAME_SERVER_PRIVATE: 'false' }).gameServers.allowsPrivate).toBe(false);
  });

  it('treats an empty setting as unset', () => {
    expect(readConfig({ DEMOBASE_PORT: '', STEAM_API_KEY: '' }).steam.apiKey).toBeUndefined();
  });

  it('takes an external PostgreSQL as a URL or as POSTGRES_ settings, with any characters in them', () => {
    expect(readConfig({ DATABASE_URL: 'postgresql://u:p@db/demos' }).database).toMatchObject({
      kind: 'external',
      connection: { connectionString: 'postgresql://u:p@db/demos' },
    });
    expect(
      readConfig({
        POSTGRES_USER: 'me',
        POSTGRES_PASSWORD: 'a/b@c',
        POSTGRES_HOST: 'db',
        POSTGRES_PORT: '8050',
      }).database,
    ).toMatchObject({ connection: { connectionString: 'postgresql://me:a%2Fb%40c@db:8050/demos' } });
  });

  it('refuses half of an external PostgreSQL', () => {
    expect(() => readConfig({ POSTGRES_HOST: 'db' })).toThrow(/POSTGRES_USER and POSTGRES_PASSWORD/);
  });

  it('removes the slash at the end of the public address', () => {
    expect(readConfig({ DEMOBASE_PUBLIC_URL: 'https://demos.example/' }).publicUrl).toBe(
      'https://demos.example',
    );
  });

  it('has one line of help for every setting', () => {
    for (const schema of Object.values(settingsSchema.properties)) {
      expect(schema).toHaveProperty('description', expect.stringMatching(/^\S.{10,200}$/));
    }
  });
});
