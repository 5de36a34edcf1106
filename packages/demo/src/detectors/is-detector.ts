import type { Detector } from './detector.ts';

/** Whether something, such as what a module exports by default, can be used as a detector. */
export function isDetector(value: unknown): value is Detector {
  if (typeof value !== 'object' || value === null) return false;
  const { name, description, defaults, start } = value as { readonly [K in keyof Detector]?: unknown };
  return (
    typeof name === 'string' &&
    name !== '' &&
    typeof description === 'string' &&
    typeof defaults === 'object' &&
    defaults !== null &&
    typeof start === 'function'
  );
}
