import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPostmasterAlive, parsePostmasterFile } from './postmaster-file.ts';

describe('parsePostmasterFile', () => {
  it('reads the process, its data directory and its port', () => {
    const text =
      '4711\n/data/postgresql/18\n1795514491\n5432\n/data/postgresql/socket\n\n  1234 5\nready   \n';
    expect(parsePostmasterFile(text)).toEqual({ pid: 4711, dataFolder: '/data/postgresql/18', port: 5432 });
  });

  it('takes a file that is still being written for none', () => {
    expect(parsePostmasterFile('')).toBeUndefined();
    expect(parsePostmasterFile('4711\n/data/postgresql/18\n')).toBeUndefined();
  });

  it('never gives a process id that would mean more than one process', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer(), (text, number) => {
        for (const content of [text, `${number}\n${text}\n0\n5432\n`]) {
          const file = parsePostmasterFile(content);
          if (file) expect(file.pid).toBeGreaterThan(1);
        }
      }),
    );
  });
});

describe('isPostmasterAlive', () => {
  it.runIf(process.platform === 'linux')(
    'is not misled by another program with the same process id',
    async () => {
      expect(await isPostmasterAlive({ pid: process.pid, dataFolder: '/data', port: 5432 })).toBe(false);
    },
  );
});
