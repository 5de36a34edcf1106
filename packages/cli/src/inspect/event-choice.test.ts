import { expect, it } from 'vitest';
import { parseEventChoice } from './event-choice.ts';

it('takes kinds by commas, and names of one kind together', () => {
  expect(parseEventChoice('stop, game-event:player_death,game-event:player_spawn')).toEqual(
    new Map<string, unknown>([
      ['stop', 'all'],
      ['game-event', new Set(['player_death', 'player_spawn'])],
    ]),
  );
});

it('adds what the option says when it is given again', () => {
  const first = parseEventChoice('entity:CTFPlayer');
  expect(parseEventChoice('entity:CWorld', first)).toEqual(
    new Map([['entity', new Set(['CTFPlayer', 'CWorld'])]]),
  );
});

it('takes all of a kind where a name of it is wanted as well', () => {
  const all = new Map([['user-message', 'all']]);
  expect(parseEventChoice('user-message,user-message:SayText2')).toEqual(all);
  expect(parseEventChoice('user-message:SayText2,user-message')).toEqual(all);
});

it.each([
  ['game-events', 'The kinds are header, packet,'],
  ['', 'The kinds are header, packet,'],
  ['packet:signon', 'Events of the kind packet have no names.'],
  ['entity:', 'There is no name behind entity:.'],
  ['message:game-event', 'Messages have names as svc_ServerInfo or net_Tick.'],
])('says what is wrong with %j', (text, message) => {
  expect(() => parseEventChoice(text)).toThrow(message);
});
