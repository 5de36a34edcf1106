import { expect, it } from 'vitest';
import { describePartOutcome, describeSilence } from './part-outcome-text.ts';

it.each([
  [{ outcome: 'ok' }, 'answered'],
  [{ outcome: 'partial' }, 'the answer was cut short'],
  [{ outcome: 'no-answer', sends: 4 }, 'no answer after 4 tries'],
  [{ outcome: 'no-answer', sends: 1 }, 'no answer after 1 try'],
  [{ outcome: 'no-answer' }, 'no answer'],
  [{ outcome: 'refused', reason: 'You are \x1b[5mbanned' }, 'refused (You are ␛[5mbanned)'],
  [{ outcome: 'challenge-loop', sends: 4 }, 'it asked for one challenge after another'],
  [{ outcome: 'malformed', reason: 'no end' }, 'an answer that cannot be read (no end)'],
  [{ outcome: 'not-asked' }, 'not asked'],
  [{ outcome: 'unreachable', reason: 'no IPv6' }, 'this machine cannot send there (no IPv6)'],
  [{ outcome: 'timeout' }, 'Steam did not answer in time. Try again.'],
] as const)('puts %j in words', (outcome, words) => {
  expect(describePartOutcome(outcome)).toBe(words);
});

it('says why a server said nothing: it could not be asked, or the first part had no answer', () => {
  const notAsked = { outcome: 'not-asked' } as const;
  const outcomes = { ping: { outcome: 'no-answer', sends: 4 }, players: notAsked, rules: notAsked } as const;
  expect(describeSilence({ outcomes })).toBe('no answer after 4 tries');
  const failure = { outcome: 'name-unresolved', reason: 'this host name does not exist' } as const;
  const nothing = { ping: notAsked, players: notAsked, rules: notAsked };
  expect(describeSilence({ failure, outcomes: nothing })).toBe('this host name does not exist');
});
