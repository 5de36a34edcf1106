/** How a weapon does its harm. */
export type WeaponKind = 'bullets' | 'projectile' | 'melee' | 'heals' | 'nothing';

/** One weapon of one class. */
export interface Weapon {
  /** The class of its entity. */
  readonly entityClass: string;
  /** Its name in the kill feed. */
  readonly killName: string;
  readonly weaponId: number;
  readonly kind: WeaponKind;
  /** Before distance and luck. */
  readonly damage: number;
  readonly ticksBetweenShots: number;
  readonly clip: number;
}

/** One of the nine. */
export interface PlayerClass {
  /** As the game numbers them: 1 scout to 9 engineer. */
  readonly number: number;
  readonly health: number;
  /** Units a second. */
  readonly speed: number;
  readonly weapons: readonly [Weapon, Weapon, Weapon];
}

type WeaponRow = readonly [string, string, number, WeaponKind, number, number, number];

function weapon([entityClass, killName, weaponId, kind, damage, ticksBetweenShots, clip]: WeaponRow): Weapon {
  return { entityClass, killName, weaponId, kind, damage, ticksBetweenShots, clip };
}

function playerClass(
  number: number,
  health: number,
  speed: number,
  weapons: readonly [WeaponRow, WeaponRow, WeaponRow],
): PlayerClass {
  const [primary, secondary, melee] = weapons;
  return { number, health, speed, weapons: [weapon(primary), weapon(secondary), weapon(melee)] };
}

export const SCOUT = 1;
export const MEDIC = 5;
export const SPY = 8;
export const ENGINEER = 9;

const CLASSES: readonly PlayerClass[] = [
  playerClass(1, 125, 400, [
    ['CTFScatterGun', 'scattergun', 16, 'bullets', 48, 42, 6],
    ['CTFPistol_Scout', 'pistol_scout', 42, 'bullets', 15, 11, 12],
    ['CTFBat', 'bat', 1, 'melee', 35, 33, 0],
  ]),
  playerClass(2, 125, 300, [
    ['CTFSniperRifle', 'sniperrifle', 17, 'bullets', 90, 100, 25],
    ['CTFSMG', 'smg', 19, 'bullets', 8, 7, 25],
    ['CTFClub', 'club', 5, 'melee', 65, 53, 0],
  ]),
  playerClass(3, 200, 240, [
    ['CTFRocketLauncher', 'tf_projectile_rocket', 22, 'projectile', 90, 53, 4],
    ['CTFShotgun_Soldier', 'shotgun_soldier', 13, 'bullets', 44, 42, 6],
    ['CTFShovel', 'shovel', 9, 'melee', 65, 53, 0],
  ]),
  playerClass(4, 175, 280, [
    ['CTFGrenadeLauncher', 'tf_projectile_pipe', 23, 'projectile', 100, 40, 4],
    ['CTFPipebombLauncher', 'tf_projectile_pipe_remote', 24, 'projectile', 110, 40, 8],
    ['CTFBottle', 'bottle', 3, 'melee', 65, 53, 0],
  ]),
  playerClass(5, 150, 320, [
    ['CTFSyringeGun', 'syringegun_medic', 20, 'bullets', 10, 7, 40],
    ['CWeaponMedigun', 'medigun', 50, 'heals', 0, 1, 0],
    ['CTFBonesaw', 'bonesaw', 11, 'melee', 65, 53, 0],
  ]),
  playerClass(6, 300, 230, [
    ['CTFMinigun', 'minigun', 18, 'bullets', 26, 7, 200],
    ['CTFShotgun_HWG', 'shotgun_hwg', 14, 'bullets', 44, 42, 6],
    ['CTFFists', 'fists', 8, 'melee', 65, 53, 0],
  ]),
  playerClass(7, 175, 300, [
    ['CTFFlameThrower', 'flamethrower', 25, 'bullets', 13, 6, 200],
    ['CTFShotgun_Pyro', 'shotgun_pyro', 15, 'bullets', 44, 42, 6],
    ['CTFFireAxe', 'fireaxe', 4, 'melee', 65, 53, 0],
  ]),
  playerClass(8, 125, 320, [
    ['CTFRevolver', 'revolver', 43, 'bullets', 40, 38, 6],
    ['CTFWeaponSapper', 'obj_attachment_sapper', 46, 'nothing', 0, 1, 0],
    ['CTFKnife', 'knife', 7, 'melee', 40, 53, 0],
  ]),
  playerClass(9, 125, 300, [
    ['CTFShotgun', 'shotgun_primary', 12, 'bullets', 44, 42, 6],
    ['CTFPistol', 'pistol', 41, 'bullets', 15, 11, 12],
    ['CTFWrench', 'wrench', 10, 'melee', 65, 53, 0],
  ]),
];

/** The class of this number; 1 to 9. */
export function playerClassOf(number: number): PlayerClass {
  const found = CLASSES[number - 1];
  if (found === undefined) throw new RangeError(`There is no class ${number}.`);
  return found;
}

/** The weapons of all classes. */
export function allWeapons(): readonly Weapon[] {
  return CLASSES.flatMap(({ weapons }) => weapons);
}
