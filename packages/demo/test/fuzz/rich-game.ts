import { SEND_FLAGS } from '../../src/data-tables/send-flags.ts';
import type { DataTables, SendProperty, SendTable } from '../../src/data-tables/send-table.ts';

const { unsigned, noScale, changesOften } = SEND_FLAGS;

type Kind = 'number' | 'float' | 'position' | 'plane';

const KINDS: Record<Kind, Omit<SendProperty, 'name'>> = {
  number: { type: 'int', flags: unsigned, lowValue: 0, highValue: 0, bits: 21 },
  float: { type: 'float', flags: noScale | changesOften, lowValue: 0, highValue: 0, bits: 0 },
  position: { type: 'vector', flags: noScale, lowValue: 0, highValue: 0, bits: 0 },
  plane: { type: 'vector-xy', flags: noScale | changesOften, lowValue: 0, highValue: 0, bits: 0 },
};

// What the state of the game is told by: table by table, property by property.
const TABLES: Record<string, Record<string, Kind>> = {
  DT_BaseEntity: {
    m_iTeamNum: 'number',
    m_flSimulationTime: 'number',
    m_vecOrigin: 'position',
    m_angRotation: 'position',
    m_hOwnerEntity: 'number',
  },
  DT_BasePlayer: { m_iHealth: 'number', m_lifeState: 'number', m_fFlags: 'number' },
  DT_TFPlayerClassShared: { m_iClass: 'number' },
  DT_TFPlayerShared: { m_nPlayerCond: 'number', m_nPlayerCondEx: 'number' },
  DT_BaseCombatCharacter: { m_hActiveWeapon: 'number' },
  DT_BaseCombatWeapon: { m_hOwner: 'number' },
  m_hMyWeapons: { '000': 'number', '001': 'number' },
  DT_TFLocalPlayerExclusive: {
    m_vecOrigin: 'plane',
    'm_vecOrigin[2]': 'float',
    'm_angEyeAngles[0]': 'float',
    'm_angEyeAngles[1]': 'float',
  },
  DT_TFNonLocalPlayerExclusive: {
    m_vecOrigin: 'plane',
    'm_vecOrigin[2]': 'float',
    'm_angEyeAngles[0]': 'float',
    'm_angEyeAngles[1]': 'float',
  },
  DT_BaseObject: {
    m_hBuilder: 'number',
    m_iHealth: 'number',
    m_iMaxHealth: 'number',
    m_iUpgradeLevel: 'number',
    m_iObjectMode: 'number',
  },
  DT_TFBaseRocket: { m_vecOrigin: 'position', m_vInitialVelocity: 'position', m_hLauncher: 'number' },
  DT_TeamplayRoundBasedRules: { m_iRoundState: 'number', m_bInSetup: 'number' },
  DT_WORLD: { m_WorldMins: 'position', m_WorldMaxs: 'position' },
};

const CLASSES: Record<string, readonly (keyof typeof TABLES)[]> = {
  CTFPlayer: [
    'DT_BaseEntity',
    'DT_BasePlayer',
    'DT_TFPlayerClassShared',
    'DT_TFPlayerShared',
    'DT_BaseCombatCharacter',
    'm_hMyWeapons',
    'DT_TFLocalPlayerExclusive',
    'DT_TFNonLocalPlayerExclusive',
  ],
  CTFScatterGun: ['DT_BaseEntity', 'DT_BaseCombatWeapon'],
  CObjectSentrygun: ['DT_BaseEntity', 'DT_BaseObject'],
  CTFProjectile_Rocket: ['DT_BaseEntity', 'DT_TFBaseRocket'],
  CTFGameRulesProxy: ['DT_TeamplayRoundBasedRules'],
  CWorld: ['DT_BaseEntity', 'DT_WORLD'],
};

/** Classes of the game, as far as the state of a game is told by them, with ids from one on. */
export function gameTables(firstId: number): DataTables {
  const tables: SendTable[] = Object.entries(TABLES).map(([name, properties]) => ({
    name,
    needsDecoder: false,
    properties: Object.entries(properties).map(([property, kind]) => ({ name: property, ...KINDS[kind] })),
  }));
  const classes = Object.keys(CLASSES).map((name, i) => ({ id: firstId + i, name, tableName: `DT_${name}` }));
  for (const [name, below] of Object.entries(CLASSES)) {
    const properties = below.map((tableName) => ({
      type: 'data-table' as const,
      name: tableName,
      flags: 0,
      tableName,
    }));
    tables.push({ name: `DT_${name}`, needsDecoder: false, properties });
  }
  return { tables, classes };
}
