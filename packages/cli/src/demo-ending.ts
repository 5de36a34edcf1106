import type { DemoEnding, DemoErrorSummary, DemoReader } from '@demobase/demo';
import { CommandError } from './command-error.ts';
import { sentence } from './part-outcome-text.ts';
import { visibleText } from './terminal-text.ts';

/** A file that is no demo, or a demo that is damaged from some byte on. */
export function demoFailure(name: string, damage: DemoErrorSummary): CommandError {
  return new CommandError(`${visibleText(name)}: ${describeDamage(damage)}`);
}

/** As `at byte 4711, this is no command. What came before it was read.` */
export function describeDamage({ code, offset, reason }: DemoErrorSummary): string {
  const isPartlyRead = code === 'broken-framing' || code === 'broken-message';
  return isPartlyRead
    ? `at byte ${offset}, ${sentence(reason)} What came before it was read.`
    : sentence(reason);
}

/** How a demo ended that was read without meeting damage. */
export function endingOf({ isComplete, isCutInsideCommand }: DemoReader): DemoEnding {
  if (isComplete) return 'stop';
  return isCutInsideCommand ? 'cut-inside-command' : 'cut-between-commands';
}

/** What there is to say of how a demo ends. One that is still being recorded is no failure. */
export function describeEnding(ending: DemoEnding): string | undefined {
  switch (ending) {
    case 'cut-inside-command':
      return 'ends inside a command: it is still being recorded, or was cut off. All before that was read.';
    case 'cut-between-commands':
      return 'ends without a stop command: it is still being recorded, or recording was cut off.';
    case 'stop':
    case 'damaged':
      return undefined;
  }
}
