import type { GameServerObservation, PartOutcome } from '@demobase/steam';
import { describeSteamFailure } from './steam-failure.ts';
import { visibleText } from './terminal-text.ts';

/** What came of one part of a query, in words, to stand after the name of the part. */
export function describePartOutcome({ outcome, reason = '', sends }: PartOutcome): string {
  const detail = visibleText(reason);
  switch (outcome) {
    case 'ok':
      return 'answered';
    case 'partial':
      return 'the answer was cut short';
    case 'no-answer':
      return sends === undefined ? 'no answer' : `no answer after ${sends} ${sends === 1 ? 'try' : 'tries'}`;
    case 'refused':
      return `refused (${detail})`;
    case 'challenge-loop':
      return 'it asked for one challenge after another';
    case 'malformed':
      return `an answer that cannot be read (${detail})`;
    case 'not-asked':
      return 'not asked';
    case 'unreachable':
      return `this machine cannot send there (${detail})`;
    default:
      return describeSteamFailure({ outcome, reason });
  }
}

/** Why a game server said nothing at all, to stand after its address. */
export function describeSilence({
  failure,
  outcomes,
}: Pick<GameServerObservation, 'failure' | 'outcomes'>): string {
  if (failure) return visibleText(failure.reason);
  const asked = Object.values(outcomes).find(({ outcome }) => outcome !== 'not-asked');
  return asked ? describePartOutcome(asked) : 'not asked';
}

/** With the full stop that some of these texts have and others do not. */
export function sentence(text: string): string {
  return text.replace(/\.?$/, '.');
}
