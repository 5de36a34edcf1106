import {
  type DataTables,
  type FlatProperty,
  flattenClass,
  type SendTable,
  type ServerClass,
  tablesByName,
} from '@demobase/demo';
import { base, table } from './describe-tables.ts';
import { ENTITY_TABLES } from './entity-tables.ts';
import { PLAYER_TABLES } from './player-tables.ts';
import { TEMP_ENTITY_TABLES } from './temp-entity-tables.ts';

/** Weapons that have nothing of their own to send: their class, their table, and the table it derives from. */
const PLAIN_WEAPONS = {
  CTFBat: ['DT_TFWeaponBat', 'DT_TFWeaponBaseMelee'],
  CTFBonesaw: ['DT_TFWeaponBonesaw', 'DT_TFWeaponBaseMelee'],
  CTFBottle: ['DT_TFWeaponBottle', 'DT_TFWeaponBaseMelee'],
  CTFClub: ['DT_TFWeaponClub', 'DT_TFWeaponBaseMelee'],
  CTFFireAxe: ['DT_TFWeaponFireAxe', 'DT_TFWeaponBaseMelee'],
  CTFFists: ['DT_TFWeaponFists', 'DT_TFWeaponBaseMelee'],
  CTFFlameThrower: ['DT_WeaponFlameThrower', 'DT_TFWeaponBaseGun'],
  CTFGrenadeLauncher: ['DT_WeaponGrenadeLauncher', 'DT_TFWeaponBaseGun'],
  CTFKnife: ['DT_TFWeaponKnife', 'DT_TFWeaponBaseMelee'],
  CTFMinigun: ['DT_WeaponMinigun', 'DT_TFWeaponBaseGun'],
  CTFPipebombLauncher: ['DT_WeaponPipebombLauncher', 'DT_TFWeaponBaseGun'],
  CTFPistol: ['DT_WeaponPistol', 'DT_TFWeaponBaseGun'],
  CTFPistol_Scout: ['DT_WeaponPistol_Scout', 'DT_TFWeaponBaseGun'],
  CTFRevolver: ['DT_WeaponRevolver', 'DT_TFWeaponBaseGun'],
  CTFRocketLauncher: ['DT_WeaponRocketLauncher', 'DT_TFWeaponBaseGun'],
  CTFScatterGun: ['DT_TFScatterGun', 'DT_TFWeaponBaseGun'],
  CTFShotgun: ['DT_TFShotgun', 'DT_TFWeaponBaseGun'],
  CTFShotgun_HWG: ['DT_TFShotgun_HWG', 'DT_TFWeaponBaseGun'],
  CTFShotgun_Pyro: ['DT_TFShotgun_Pyro', 'DT_TFWeaponBaseGun'],
  CTFShotgun_Soldier: ['DT_TFShotgun_Soldier', 'DT_TFWeaponBaseGun'],
  CTFShovel: ['DT_TFWeaponShovel', 'DT_TFWeaponBaseMelee'],
  CTFSMG: ['DT_TFSMG', 'DT_TFWeaponBaseGun'],
  CTFSniperRifle: ['DT_TFSniperRifle', 'DT_TFWeaponBaseGun'],
  CTFSyringeGun: ['DT_WeaponSyringeGun', 'DT_TFWeaponBaseGun'],
  CTFWeaponSapper: ['DT_TFWeaponSapper', 'DT_TFWeaponBase'],
  CTFWrench: ['DT_TFWeaponWrench', 'DT_TFWeaponBaseMelee'],
} as const;

const OTHER_CLASSES = {
  CTFAmmoPack: 'DT_AmmoPack',
  CObjectDispenser: 'DT_ObjectDispenser',
  CObjectSentrygun: 'DT_ObjectSentrygun',
  CObjectTeleporter: 'DT_ObjectTeleporter',
  CTEFireBullets: 'DT_TEFireBullets',
  CTEPlayerAnimEvent: 'DT_TEPlayerAnimEvent',
  CTETFBlood: 'DT_TETFBlood',
  CTETFExplosion: 'DT_TETFExplosion',
  CTFGameRulesProxy: 'DT_TFGameRulesProxy',
  CTFGrenadePipebombProjectile: 'DT_TFProjectile_Pipebomb',
  CTFPlayer: 'DT_TFPlayer',
  CTFPlayerResource: 'DT_TFPlayerResource',
  CTFProjectile_Rocket: 'DT_TFProjectile_Rocket',
  CTFTeam: 'DT_TFTeam',
  CWeaponMedigun: 'DT_WeaponMedigun',
  CWorld: 'DT_WORLD',
} as const;

const weaponTables: readonly SendTable[] = Object.values(PLAIN_WEAPONS).map(([name, parent]) =>
  table(name, base(parent)),
);

const tables: readonly SendTable[] = [
  ...ENTITY_TABLES,
  ...TEMP_ENTITY_TABLES,
  ...PLAYER_TABLES,
  ...weaponTables,
];

const classes: readonly ServerClass[] = [
  ...Object.entries(PLAIN_WEAPONS).map(([name, [tableName]]) => ({ name, tableName })),
  ...Object.entries(OTHER_CLASSES).map(([name, tableName]) => ({ name, tableName })),
]
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map(({ name, tableName }, id) => ({ id, name, tableName }));

/** What the data-tables command of a match holds. */
export const DATA_TABLES: DataTables = { tables, classes };

/** Width of a class id on the wire. */
export const CLASS_ID_BITS = 32 - Math.clz32(classes.length);

const byName = new Map(classes.map((each) => [each.name, each]));
const tableMap = tablesByName(tables);

/** A class of the game by name. */
export function serverClassNamed(name: string): ServerClass {
  const found = byName.get(name);
  if (found === undefined) throw new RangeError(`There is no class ${name} in a built match.`);
  return found;
}

const flattened = new Map<string, readonly FlatProperty[]>();

/** The properties of a class in the order they are sent. */
export function flatPropertiesOf(name: string): readonly FlatProperty[] {
  const known = flattened.get(name);
  if (known !== undefined) return known;
  const properties = flattenClass(tableMap, serverClassNamed(name));
  flattened.set(name, properties);
  return properties;
}
