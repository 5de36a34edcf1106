import { InvalidArgumentError } from 'commander';

/** Everything a demo tells, each kind a line of its own. */
export const EVENT_KINDS = [
  'header',
  'packet',
  'message',
  'data-tables',
  'game-event-list',
  'game-event',
  'user-message',
  'string-table-entry',
  'entity',
  'temp-entity',
  'console-command',
  'user-command',
  'sync-tick',
  'stop',
  'problem',
] as const;

export type EventKind = (typeof EVENT_KINDS)[number];

/** Of these, those of one name can be chosen. The names come from the demo. */
const NAMED_KINDS: ReadonlySet<EventKind> = new Set([
  'message',
  'game-event',
  'user-message',
  'string-table-entry',
  'entity',
  'temp-entity',
]);

/** Which events are wanted: all of a kind, or those of some names, as `player_death`. */
export type EventChoice = ReadonlyMap<EventKind, 'all' | ReadonlySet<string>>;

export const EVERY_EVENT: EventChoice = new Map(EVENT_KINDS.map((kind) => [kind, 'all']));

/** Reads one use of `--only`, such as `game-event:player_death,user-message`, and adds it to those before it. */
export function parseEventChoice(text: string, before: EventChoice = new Map()): EventChoice {
  const choice = new Map(before);
  for (const part of text.split(',')) {
    const { kind, name } = parsePart(part.trim());
    const known = choice.get(kind);
    if (name === undefined || known === 'all') choice.set(kind, 'all');
    else choice.set(kind, new Set([...(known ?? []), name]));
  }
  return choice;
}

function parsePart(part: string): { kind: EventKind; name: string | undefined } {
  const colon = part.indexOf(':');
  const kindText = colon < 0 ? part : part.slice(0, colon);
  const name = colon < 0 ? undefined : part.slice(colon + 1);
  const kind = EVENT_KINDS.find((each) => each === kindText);
  if (kind === undefined) throw new InvalidArgumentError(`The kinds are ${EVENT_KINDS.join(', ')}.`);
  if (name === undefined) return { kind, name };
  if (!NAMED_KINDS.has(kind)) throw new InvalidArgumentError(`Events of the kind ${kind} have no names.`);
  if (name === '') throw new InvalidArgumentError(`There is no name behind ${kind}:.`);
  if (kind === 'message' && !/^(net|svc)_\w+$/.test(name)) {
    throw new InvalidArgumentError('Messages have names as svc_ServerInfo or net_Tick.');
  }
  return { kind, name };
}
