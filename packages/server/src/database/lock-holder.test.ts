import { hostname } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHolderGone, isOnThisHost, lockConnectionName, parseLockConnectionName } from './lock-holder.ts';

describe('the name of the connection that keeps a lock', () => {
  it.each(['serve', 'tool'] as const)('says who %ss', (access) => {
    const holder = parseLockConnectionName(lockConnectionName(access));
    expect(holder).toMatchObject({ access, pid: process.pid });
    expect(holder && isOnThisHost(holder)).toBe(true);
    expect(holder && isHolderGone(holder)).toBe(false);
  });

  it('of another machine says nothing about processes here', () => {
    const holder = parseLockConnectionName(`demobase serve 4194303 not-${hostname()}`);
    expect(holder && isHolderGone(holder)).toBe(false);
  });

  it('of a stranger names no holder', () => {
    expect(parseLockConnectionName('psql')).toBeUndefined();
    fc.assert(fc.property(fc.string(), (name) => parseLockConnectionName(name) === undefined));
  });
});
