import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  Analysis,
  type AnalysisOptions,
  BUILT_IN_DETECTORS,
  DemoReader,
  type Detector,
  type DetectorParameters,
  isDetector,
} from '@demobase/demo';
import { UsageError } from '../command-error.ts';
import { sentence } from '../part-outcome-text.ts';

/** What to look for, as the command line says it; goes to every worker. */
export interface DetectorPlan {
  /** Names of detectors that are built in, or paths of modules; all that are built in where there are none. */
  readonly detectors: readonly string[];
  readonly parameters: readonly ParameterSetting[];
  readonly author: string | undefined;
}

/** As `aim_snap.minSnapDegrees=20`: what kind of value that is the detector knows. */
export interface ParameterSetting {
  readonly detector: string;
  readonly key: string;
  readonly text: string;
}

/**
 * Loads the detectors of a plan, and checks the parameters against them.
 * @throws {UsageError} for a detector or a parameter there is none of
 */
export async function loadPlan(plan: DetectorPlan): Promise<AnalysisOptions> {
  const detectors =
    plan.detectors.length === 0 ? BUILT_IN_DETECTORS : await Promise.all(plan.detectors.map(loadDetector));
  const options: AnalysisOptions = {
    detectors,
    parameters: readParameters(plan.parameters, detectors),
    ...(plan.author !== undefined && { author: plan.author }),
  };
  try {
    new Analysis(new DemoReader(), options);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message, { cause: error }) : error;
  }
  return options;
}

async function loadDetector(text: string): Promise<Detector> {
  if (isModulePath(text)) return loadModule(text);
  const known = BUILT_IN_DETECTORS.find(({ name }) => name === text);
  if (known !== undefined) return known;
  const names = BUILT_IN_DETECTORS.map(({ name }) => name).join(', ');
  throw new UsageError(
    `There is no detector ${text}. There are ${names}; for one of your own, name its file.`,
  );
}

/** No name of a detector has a slash or a dot in it. */
function isModulePath(text: string): boolean {
  return /[/\\.]/.test(text);
}

async function loadModule(path: string): Promise<Detector> {
  let detector: unknown;
  try {
    const module: { readonly default?: unknown } = await import(pathToFileURL(resolve(path)).href);
    detector = module.default;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${path} cannot be loaded: ${sentence(reason)}`, { cause });
  }
  if (isDetector(detector)) return detector;
  throw new UsageError(
    `${path} exports no detector by default: an object of name, description, defaults, start.`,
  );
}

function readParameters(
  settings: readonly ParameterSetting[],
  detectors: readonly Detector[],
): Record<string, DetectorParameters> {
  const parameters: Record<string, Record<string, DetectorParameters[string]>> = {};
  for (const { detector: name, key, text } of settings) {
    const usual = detectors.find((each) => each.name === name)?.defaults[key];
    parameters[name] = { ...parameters[name], [key]: readValue(text, typeof usual) };
  }
  return parameters;
}

/** What is not of the type that is wanted stays text, and the analysis says what it should have been. */
function readValue(text: string, type: string): DetectorParameters[string] {
  if (type === 'number' && text.trim() !== '' && !Number.isNaN(Number(text))) return Number(text);
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}
