import { SEND_FLAGS } from '../src/data-tables/send-flags.ts';
import type { DataTables, SendProperty, SendTable } from '../src/data-tables/send-table.ts';

// The game's names, in fewer and wider properties than it has: nothing may rely on how they are written.

const int = (name: string, bits = 32): SendProperty => ({
  type: 'int',
  name,
  flags: SEND_FLAGS.unsigned,
  lowValue: 0,
  highValue: 0,
  bits,
});
const UNSCALED = { flags: SEND_FLAGS.noScale, lowValue: 0, highValue: 0, bits: 0 };
const float = (name: string): SendProperty => ({ type: 'float', name, ...UNSCALED });
const vector = (name: string): SendProperty => ({ type: 'vector', name, ...UNSCALED });
const vectorXy = (name: string): SendProperty => ({ ...vector(name), type: 'vector-xy' });
const text = (name: string): SendProperty => ({ type: 'string', name, ...UNSCALED });
const below = (tableName: string): SendProperty => ({
  type: 'data-table',
  name: tableName,
  flags: 0,
  tableName,
});
const table = (name: string, ...properties: SendProperty[]): SendTable => ({
  name,
  needsDecoder: false,
  properties,
});
const numbered = (name: string, count: number): SendTable =>
  table(name, ...Array.from({ length: count }, (_, i) => int(String(i).padStart(3, '0'))));

const whereabouts = [
  vectorXy('m_vecOrigin'),
  float('m_vecOrigin[2]'),
  float('m_angEyeAngles[0]'),
  float('m_angEyeAngles[1]'),
];
const RESOURCE_FIELDS = ['m_iPing', 'm_iScore', 'm_iTotalScore', 'm_iMaxHealth', 'm_iChargeLevel'];
const RESOURCE_PLACES = 6;

export const STAGED_TABLES: DataTables = {
  tables: [
    table(
      'DT_BaseEntity',
      int('m_flSimulationTime', 8),
      vector('m_vecOrigin'),
      vector('m_angRotation'),
      int('m_iTeamNum', 6),
      int('m_hOwnerEntity', 21),
    ),
    table('DT_BasePlayer', int('m_iHealth'), int('m_lifeState', 3), int('m_fFlags', 11)),
    table('DT_TFPlayerClassShared', int('m_iClass', 4)),
    table('DT_TFPlayerConditionListExclusive', int('_condition_bits')),
    table(
      'DT_TFPlayerShared',
      ...['', 'Ex', 'Ex2', 'Ex3', 'Ex4'].map((which) => int(`m_nPlayerCond${which}`)),
    ),
    table('DT_TFLocalPlayerExclusive', ...whereabouts),
    table('DT_TFNonLocalPlayerExclusive', ...whereabouts),
    table('DT_BaseCombatCharacter', int('m_hActiveWeapon', 21)),
    numbered('m_hMyWeapons', 3),
    table(
      'DT_TFPlayer',
      ...[
        'DT_BaseEntity',
        'DT_BasePlayer',
        'DT_TFPlayerClassShared',
        'DT_TFPlayerConditionListExclusive',
        'DT_TFPlayerShared',
        'DT_TFLocalPlayerExclusive',
        'DT_TFNonLocalPlayerExclusive',
        'DT_BaseCombatCharacter',
        'm_hMyWeapons',
      ].map(below),
    ),
    ...RESOURCE_FIELDS.map((field) => numbered(field, RESOURCE_PLACES)),
    table('DT_TFPlayerResource', ...RESOURCE_FIELDS.map(below)),
    table('DT_BaseCombatWeapon', int('m_hOwner', 21)),
    table('DT_LocalTFWeaponMedigunData', float('m_flChargeLevel')),
    table('DT_TFWeaponMedigunDataNonLocal', float('m_flChargeLevel')),
    table(
      'DT_WeaponMedigun',
      ...['DT_BaseCombatWeapon', 'DT_LocalTFWeaponMedigunData', 'DT_TFWeaponMedigunDataNonLocal'].map(below),
    ),
    table('DT_WORLD', vector('m_WorldMins'), vector('m_WorldMaxs')),
    table('DT_Team', int('m_iTeamNum', 5), int('m_iScore'), int('m_iRoundsWon', 8), text('m_szTeamname')),
    table(
      'DT_TeamplayRoundBasedRules',
      int('m_iRoundState', 5),
      int('m_iWinningTeam', 3),
      int('m_bInWaitingForPlayers', 1),
      int('m_bInSetup', 1),
      int('m_bInOvertime', 1),
    ),
    table(
      'DT_BaseObject',
      ...['m_iHealth', 'm_iMaxHealth', 'm_iUpgradeLevel', 'm_iObjectMode', 'm_hBuilder'].map((name) =>
        int(name),
      ),
      ...['m_bBuilding', 'm_bPlacing', 'm_bCarried', 'm_bMiniBuilding', 'm_bHasSapper', 'm_bDisabled'].map(
        (name) => int(name, 1),
      ),
    ),
    table('DT_ObjectTeleporter', below('DT_BaseEntity'), below('DT_BaseObject')),
    table('DT_TFBaseRocket', vector('m_vecOrigin'), vector('m_vInitialVelocity'), int('m_hLauncher', 21)),
    table('DT_TFProjectile_Rocket', below('DT_BaseEntity'), below('DT_TFBaseRocket')),
    table('DT_TEFireBullets', int('m_iPlayer', 6)),
    table('DT_TEPlayerAnimEvent', int('m_hPlayer', 21), int('m_iEvent', 6)),
  ],
  classes: [
    'CTFPlayer DT_TFPlayer',
    'CTFPlayerResource DT_TFPlayerResource',
    'CWeaponMedigun DT_WeaponMedigun',
    'CWorld DT_WORLD',
    'CTFTeam DT_Team',
    'CTFGameRulesProxy DT_TeamplayRoundBasedRules',
    'CObjectTeleporter DT_ObjectTeleporter',
    'CTFProjectile_Rocket DT_TFProjectile_Rocket',
    'CTEFireBullets DT_TEFireBullets',
    'CTEPlayerAnimEvent DT_TEPlayerAnimEvent',
  ].map((each, id) => {
    const [name = '', tableName = ''] = each.split(' ');
    return { id, name, tableName };
  }),
};
