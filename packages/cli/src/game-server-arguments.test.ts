import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { needsRelay, readServerAddresses } from './game-server-arguments.ts';

it('takes every spelling of an address, each once', async () => {
  const args = ['192.0.2.10:27015', 'tf.example', '[2001:db8::1]:27015', '192.0.2.10:27015'];
  expect(await readServerAddresses(args)).toEqual(['192.0.2.10:27015', 'tf.example', '[2001:db8::1]:27015']);
});

it('reads addresses from stdin for -, without empty lines and remarks', async () => {
  const stdin = Readable.from(['192.0.2.11:27015\r\n\n# ours\n  192.0.2.12', ':27015 # the other\n']);
  expect(await readServerAddresses(['192.0.2.10', '-'], stdin)).toEqual([
    '192.0.2.10',
    '192.0.2.11:27015',
    '192.0.2.12:27015',
  ]);
});

it('names the line of what is no address, and shows no control characters of it', async () => {
  const stdin = Readable.from(['192.0.2.11:27015\n192.0.2.999:\x1b[2J\n']);
  await expect(readServerAddresses(['-'], stdin)).rejects.toThrow(
    'Line 2 of stdin: "192.0.2.999:␛[2J" is not the address of a game server',
  );
  await expect(readServerAddresses(['192.0.2.1:99999'])).rejects.toThrow('"192.0.2.1:99999" is not');
});

it('misses addresses when stdin has none', async () => {
  await expect(readServerAddresses(['-'], Readable.from(['# none\n']))).rejects.toThrow(
    'no address on stdin',
  );
});

it('knows which addresses only the relay of Steam reaches', () => {
  expect(needsRelay(['192.0.2.10:27015', '169.254.1.1:27015'])).toBe(true);
  expect(needsRelay(['192.0.2.10:27015', 'tf.example'])).toBe(false);
});
