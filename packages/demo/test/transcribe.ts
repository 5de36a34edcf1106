import { createHash } from 'node:crypto';
import type { DemoEvents } from '../src/reader/demo-events.ts';
import { DemoReader } from '../src/reader/demo-reader.ts';

const EVENTS = [
  'header',
  'packet',
  'packet-end',
  'message',
  'data-tables',
  'game-event-list',
  'game-event',
  'user-message',
  'sync-tick',
  'console-command',
  'user-command',
  'stop',
  'problem',
] as const satisfies readonly (keyof DemoEvents)[];

/** Everything a demo tells, as counts and as one digest: two readings are the same when their digests are. */
export function transcribe(pieces: Iterable<Uint8Array>): {
  readonly reader: DemoReader;
  readonly counts: Readonly<Record<string, number>>;
  readonly frames: number;
  readonly digest: string;
} {
  const reader = new DemoReader();
  const counts: Record<string, number> = {};
  const hash = createHash('sha256');
  const take = (kind: string, value: unknown): void => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    hash.update(`${kind} ${reader.tick} ${reader.serverTick} ${JSON.stringify(value, bytesAsHex)}\n`);
  };
  let frames = 0;
  reader.on('packet', ({ type }) => {
    if (type === 'packet') frames++;
  });
  for (const event of EVENTS) reader.on(event, (value) => take(event, value));
  reader.on('string-table-entry', ({ table, index, entry }) => take('entry', [table.name, index, entry]));
  reader.watchEntities({
    propertiesOf: () => 'all',
    onEnter: (entity) => take('enter', [entity.index, entity.serial, entity.changes().map(nameAndValue)]),
    onUpdate: (entity) => take('update', [entity.index, entity.changes().map(nameAndValue)]),
    onLeave: ({ index }) => take('leave', index),
    onDelete: ({ index }) => take('delete', index),
  });
  reader.watchTempEntities({
    propertiesOf: () => 'all',
    onTempEntity: (effect) => {
      const values = effect.plan.properties.map(({ index }) => effect.valueAt(index));
      take(effect.serverClass.name, [effect.fireDelaySeconds, ...values]);
    },
  });
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return { reader, counts, frames, digest: hash.digest('hex') };
}

function nameAndValue({ property, value }: { property: { path: string }; value: unknown }): unknown {
  return [property.path, value];
}

function bytesAsHex(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
}
