import { InvalidArgumentError } from 'commander';
import type { ParameterSetting } from './detector-plan.ts';

/** Reads one `--parameter`, and adds it to those before it. */
export function parseParameter(text: string, before: readonly ParameterSetting[] = []): ParameterSetting[] {
  const [, detector, key, value] = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(text) ?? [];
  if (detector === undefined || key === undefined || value === undefined) {
    throw new InvalidArgumentError('It is detector.parameter=value.');
  }
  return [...before, { detector, key, text: value }];
}
