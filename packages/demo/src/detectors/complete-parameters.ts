import type { Detector, DetectorParameters } from './detector.ts';

/** Parameters that differ from a detector's own, by the name of the detector. */
export type ParametersByDetector = Readonly<Record<string, DetectorParameters>>;

/**
 * The parameters of each detector, in their order.
 * @throws {RangeError} for a parameter that no detector has, or of another type than it has there
 */
export function completeParameters(
  detectors: readonly Detector[],
  given: ParametersByDetector,
): DetectorParameters[] {
  const names = detectors.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`There are two detectors named ${twice}.`);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) {
      throw new RangeError(
        `There is no detector ${name} to set parameters of; there are ${names.join(', ')}.`,
      );
    }
  }
  return detectors.map((detector) => complete(detector, given[detector.name] ?? {}));
}

function complete({ name, defaults }: Detector, given: DetectorParameters): DetectorParameters {
  for (const [parameter, value] of Object.entries(given)) {
    const usual = Object.hasOwn(defaults, parameter) ? defaults[parameter] : undefined;
    if (usual === undefined) {
      const known = Object.keys(defaults).join(', ') || 'none';
      throw new RangeError(`The detector ${name} has no parameter ${parameter}; it has ${known}.`);
    }
    if (typeof value !== typeof usual || Number.isNaN(value)) {
      throw new RangeError(
        `The parameter ${parameter} of ${name} is a ${typeof usual}, not ${String(value)}.`,
      );
    }
  }
  return { ...defaults, ...given };
}
