import { type Command, encodeCommand } from '../../src/commands/encode-command.ts';
import { join, mutatePayload } from './mutate-payload.ts';
import type { SeededRandom } from './seeded-random.ts';

const TYPES = ['signon', 'packet', 'data-tables', 'string-tables', 'console-command'] as const;
const EXTREME_TICKS = [-1, 0, 0x7fff_ffff, -0x8000_0000] as const;

/** Changes some commands of a demo: what is in them, which there are, their order, what they are taken for. */
export function mutateDemo(
  header: Uint8Array,
  commands: readonly Command[],
  random: SeededRandom,
): Uint8Array {
  const mutated = [...commands];
  for (let change = 1 + random.below(3); change > 0; change--) mutateOne(mutated, random);
  const demo = join(header, ...mutated.map(encodeCommand));
  return random.below(4) === 0 ? mutateBytes(demo, random) : demo;
}

function mutateOne(commands: Command[], random: SeededRandom): void {
  const at = random.below(commands.length);
  const command = commands[at];
  const other = commands[random.below(commands.length)];
  if (command === undefined || other === undefined) return;
  switch (random.below(8)) {
    case 0:
      commands.splice(at, 1);
      return;
    case 1:
      commands.splice(random.below(commands.length + 1), 0, command);
      return;
    case 2:
      commands[at] = { ...command, tick: random.pick(EXTREME_TICKS) };
      return;
    case 3:
      commands[at] = ofType(random.pick(TYPES), payloadOf(command));
      return;
    default:
      commands[at] = withPayload(command, mutatePayload(payloadOf(command), payloadOf(other), random));
  }
}

/** Changes bytes anywhere behind the header's first: heads of commands and lengths as well as payloads. */
export function mutateBytes(demo: Uint8Array, random: SeededRandom): Uint8Array {
  const first = random.below(10) === 0 ? 0 : 1072;
  const tail = mutatePayload(demo.subarray(first), demo.subarray(first), random);
  return join(demo.subarray(0, first), tail);
}

function payloadOf(command: Command): Uint8Array {
  return 'payload' in command ? command.payload : new Uint8Array();
}

function withPayload(command: Command, payload: Uint8Array): Command {
  return 'payload' in command ? { ...command, payload } : command;
}

function ofType(type: (typeof TYPES)[number], payload: Uint8Array): Command {
  if (type === 'signon' || type === 'packet') {
    return { type, tick: 3, sequenceIn: 0, sequenceOut: 0, payload };
  }
  return { type, tick: 3, payload };
}
