import { aimSnap } from './aim-snap.ts';
import { angleRepeat } from './angle-repeat.ts';
import type { Detector } from './detector.ts';
import { outOfBoundsPitch } from './out-of-bounds-pitch.ts';
import { view180 } from './view-180.ts';

/** The detectors there are without writing one. */
export const BUILT_IN_DETECTORS: readonly Detector[] = [outOfBoundsPitch, view180, angleRepeat, aimSnap];
