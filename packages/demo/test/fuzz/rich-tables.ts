import { SEND_FLAGS } from '../../src/data-tables/send-flags.ts';
import type { DataTables, SendProperty, SendTable } from '../../src/data-tables/send-table.ts';
import { gameTables } from './rich-game.ts';

const VALUE = { lowValue: -16, highValue: 48 };

function value(
  name: string,
  type: 'int' | 'float' | 'vector' | 'vector-xy' | 'string',
  flags: number,
  bits = 0,
): SendProperty {
  return { type, name, flags, ...VALUE, bits };
}

const { unsigned, varint, coord, noScale, normal, coordMp, coordMpLowPrecision, coordMpIntegral } =
  SEND_FLAGS;

const everyKind: SendTable = {
  name: 'DT_EveryKind',
  needsDecoder: true,
  properties: [
    { type: 'data-table', name: 'below', flags: SEND_FLAGS.collapsible, tableName: 'DT_Below' },
    { type: 'data-table', name: 'before', flags: 0, tableName: 'DT_Before' },
    { type: 'int', name: 'm_dropped', flags: SEND_FLAGS.exclude, tableName: 'DT_Below' },
    value('m_signed', 'int', 0, 12),
    value('m_unsigned', 'int', unsigned | SEND_FLAGS.changesOften, 32),
    value('m_varint', 'int', varint),
    value('m_unsignedVarint', 'int', varint | unsigned),
    value('m_coord', 'float', coord),
    value('m_coordMp', 'float', coordMp),
    value('m_coordMpLow', 'float', coordMpLowPrecision),
    value('m_coordMpIntegral', 'float', coordMpIntegral),
    value('m_float', 'float', noScale | SEND_FLAGS.changesOften),
    value('m_normal', 'float', normal),
    value('m_scaled', 'float', 0, 31),
    value('m_vector', 'vector', noScale),
    value('m_unit', 'vector', normal),
    value('m_vectorXy', 'vector-xy', coord),
    value('m_text', 'string', 0),
    value('m_element', 'vector', SEND_FLAGS.insideArray | coord),
    { type: 'array', name: 'm_vectors', flags: 0, elementCount: 24 },
    value('m_textElement', 'string', SEND_FLAGS.insideArray),
    { type: 'array', name: 'm_texts', flags: 0, elementCount: 3 },
  ],
};

const game = gameTables(5);

/** Tables with a property of every kind there is, in classes that name them in every way. */
export const RICH_TABLES: DataTables = {
  tables: [
    ...game.tables,
    everyKind,
    {
      name: 'DT_Below',
      needsDecoder: false,
      properties: [value('m_dropped', 'int', unsigned, 3), value('m_kept', 'int', unsigned, 3)],
    },
    { name: 'DT_Before', needsDecoder: false, properties: [value('m_iHealth', 'int', 0, 10)] },
    {
      name: 'DT_TFPlayerResource',
      needsDecoder: true,
      properties: [
        { type: 'data-table', name: 'm_iTeam', flags: 0, tableName: 'm_iTeam' },
        { type: 'data-table', name: 'm_iPlayerClass', flags: 0, tableName: 'm_iPlayerClass' },
      ],
    },
    ...['m_iTeam', 'm_iPlayerClass'].map((name) => ({
      name,
      needsDecoder: false,
      properties: ['000', '001', '002', '003'].map((place) => value(place, 'int', unsigned, 4)),
    })),
    {
      name: 'DT_Team',
      needsDecoder: false,
      properties: [value('m_iTeamNum', 'int', unsigned, 5), value('m_iScore', 'int', 0, 10)],
    },
  ],
  classes: [
    { id: 0, name: 'CEveryKind', tableName: 'DT_EveryKind' },
    { id: 1, name: 'CTFPlayerResource', tableName: 'DT_TFPlayerResource' },
    { id: 2, name: 'CTFTeam', tableName: 'DT_Team' },
    { id: 3, name: 'CTEFireBullets', tableName: 'DT_EveryKind' },
    { id: 4, name: 'CTEExplosion', tableName: 'DT_Before' },
    ...game.classes,
  ],
};
