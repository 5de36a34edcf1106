import { BUILT_IN_DETECTORS } from '@demobase/demo';
import { expect, it } from 'vitest';
import { BUILT_IN_NAMES } from './analyse.ts';

it('names every detector that is built in', () => {
  expect(BUILT_IN_NAMES).toEqual(BUILT_IN_DETECTORS.map(({ name }) => name));
});
