import { BitWriter } from '../src/bits/bit-writer.ts';
import { encodeDataTables } from '../src/data-tables/data-tables-codec.ts';
import { SEND_FLAGS } from '../src/data-tables/send-flags.ts';
import type { DataTables, SendProperty } from '../src/data-tables/send-table.ts';
import { encodePacketEntities } from '../src/entities/encode-packet-entities.ts';
import { EntityClasses } from '../src/entities/entity-classes.ts';
import type { Message } from '../src/messages/message.ts';
import { PROTOCOL_24 } from './small-demo.ts';

const MOST_PLAYERS = 4;
const RESOURCE_CLASS = 0;
const TEAM_CLASS = 1;

const number = (name: string): SendProperty => ({
  type: 'int',
  name,
  flags: SEND_FLAGS.unsigned,
  lowValue: 0,
  highValue: 0,
  bits: 12,
});
const table = (name: string): SendProperty => ({ type: 'data-table', name, flags: 0, tableName: name });
/** A property for each entity: `000`, `001`, … */
const numberedProperties = Array.from({ length: MOST_PLAYERS + 1 }, (_, i) =>
  number(String(i).padStart(3, '0')),
);

const TABLES: DataTables = {
  tables: [
    { name: 'm_iTeam', needsDecoder: false, properties: numberedProperties },
    { name: 'm_iPlayerClass', needsDecoder: false, properties: numberedProperties },
    {
      name: 'DT_TFPlayerResource',
      needsDecoder: true,
      properties: [table('m_iTeam'), table('m_iPlayerClass')],
    },
    { name: 'DT_Team', needsDecoder: true, properties: [number('m_iTeamNum'), number('m_iScore')] },
    { name: 'DT_TFTeam', needsDecoder: true, properties: [table('DT_Team')] },
  ],
  classes: [
    { id: RESOURCE_CLASS, name: 'CTFPlayerResource', tableName: 'DT_TFPlayerResource' },
    { id: TEAM_CLASS, name: 'CTFTeam', tableName: 'DT_TFTeam' },
  ],
};

/** What a demo of these entities is read by. */
export function stagedDataTables(): Uint8Array {
  const writer = new BitWriter();
  encodeDataTables(writer, TABLES, PROTOCOL_24);
  return writer.toBytes();
}

/** The update a recording begins with: the team and the class of each slot, and the score of each team. */
export function tellEverything(
  slots: readonly (readonly [team: number, playerClass: number])[],
  scores: readonly (readonly [team: number, score: number])[],
): Message {
  const resource = slots.flatMap(([team, playerClass], slot) => [
    { index: slot + 1, value: team },
    { index: numberedProperties.length + slot + 1, value: playerClass },
  ]);
  const operations = [
    // As in games: the teams stand before the list of players.
    ...scores.map(([team, score], i) => ({
      entityIndex: 90 + i,
      classId: TEAM_CLASS,
      properties: [
        { index: 0, value: team },
        { index: 1, value: score },
      ],
    })),
    { entityIndex: 100, classId: RESOURCE_CLASS, properties: resource.sort((a, b) => a.index - b.index) },
  ];
  return encodePacketEntities(
    { operations: operations.map((each) => ({ kind: 'enter', serial: 1, ...each })) },
    new EntityClasses(TABLES, [() => 'all']),
  );
}
