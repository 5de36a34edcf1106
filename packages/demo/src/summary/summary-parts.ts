import type { DemoReader } from '../reader/demo-reader.ts';
import type { DemoClock } from './demo-clock.ts';
import type { Roster } from './roster.ts';

/** What every part of a summary stands on. */
export interface SummaryParts {
  readonly reader: DemoReader;
  readonly clock: DemoClock;
  readonly roster: Roster;
}
