import { expect, it } from 'vitest';
import { checkNodeVersion } from './checks.ts';

it('takes Node from 20.19 on', () => {
  expect(['20.19.0', '22.1.0', '24.0.0'].map(checkNodeVersion)).toEqual(['20.19.0', '22.1.0', '24.0.0']);
  for (const version of ['18.20.4', '20.18.3']) expect(() => checkNodeVersion(version)).toThrow('too old');
});
