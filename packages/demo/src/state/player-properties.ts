import type { ServerClass } from '../data-tables/send-table.ts';
import type { ReadPlan } from '../entities/read-plan.ts';
import { PropertySet, type Slots } from './property-set.ts';

const WEAPON_TABLE = 'm_hMyWeapons';
const CONDITION_WORDS = [
  'm_nPlayerCond',
  'm_nPlayerCondEx',
  'm_nPlayerCondEx2',
  'm_nPlayerCondEx3',
  'm_nPlayerCondEx4',
];

const NUMBERS = new PropertySet({
  team: ['DT_BaseEntity.m_iTeamNum'],
  health: ['DT_BasePlayer.m_iHealth'],
  lifeState: ['DT_BasePlayer.m_lifeState'],
  flags: ['DT_BasePlayer.m_fFlags'],
  playerClass: ['DT_TFPlayerClassShared.m_iClass'],
  simulationTime: ['DT_BaseEntity.m_flSimulationTime'],
  activeWeapon: ['DT_BaseCombatCharacter.m_hActiveWeapon'],
  conditionList: ['DT_TFPlayerConditionListExclusive._condition_bits'],
});

/** Only the one who sees through somebody's eyes is told these, and exactly. */
const LOCAL = new PropertySet({
  origin: ['DT_TFLocalPlayerExclusive.m_vecOrigin'],
  z: ['DT_TFLocalPlayerExclusive.m_vecOrigin[2]'],
  pitch: ['DT_TFLocalPlayerExclusive.m_angEyeAngles[0]'],
  // Older builds leave it off.
  yaw: ['DT_TFLocalPlayerExclusive.m_angEyeAngles[1]'],
});

/** Everybody else is told these, in some games everybody. */
const NON_LOCAL = new PropertySet({
  origin: ['DT_TFNonLocalPlayerExclusive.m_vecOrigin', 'DT_BaseEntity.m_vecOrigin'],
  z: ['DT_TFNonLocalPlayerExclusive.m_vecOrigin[2]'],
  pitch: ['DT_TFNonLocalPlayerExclusive.m_angEyeAngles[0]', 'own.m_angEyeAngles[0]'],
  yaw: ['DT_TFNonLocalPlayerExclusive.m_angEyeAngles[1]', 'own.m_angEyeAngles[1]'],
});

/** Where one of the two tables has where somebody is and looks. */
export interface WhereaboutsSlots {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly pitch: number;
  readonly yaw: number;
}

/** Where a class of players keeps what is asked of them. */
export interface PlayerSlots {
  readonly numbers: ReturnType<typeof NUMBERS.slotsIn>;
  readonly local: WhereaboutsSlots;
  readonly nonLocal: WhereaboutsSlots;
  readonly conditions: readonly number[];
  readonly weapons: readonly number[];
}

export function playerKeysOf(serverClass: ServerClass): string[] {
  return [
    ...NUMBERS.keysOf(serverClass),
    ...LOCAL.keysOf(serverClass),
    ...NON_LOCAL.keysOf(serverClass),
    ...CONDITION_WORDS.map(conditionKey),
    `${WEAPON_TABLE}.*`,
  ];
}

export function playerSlotsIn(plan: ReadPlan): PlayerSlots {
  return {
    numbers: NUMBERS.slotsIn(plan),
    local: whereabouts(LOCAL.slotsIn(plan)),
    nonLocal: whereabouts(NON_LOCAL.slotsIn(plan)),
    conditions: CONDITION_WORDS.map((name) => plan.slotOf(conditionKey(name))),
    weapons: weaponSlotsIn(plan),
  };
}

function conditionKey(name: string): string {
  return `DT_TFPlayerShared.${name}`;
}

function whereabouts({ origin, z, pitch, yaw }: Slots<'origin' | 'z' | 'pitch' | 'yaw'>): WhereaboutsSlots {
  if (origin < 0) return { x: -1, y: -1, z: -1, pitch, yaw };
  // Without a height of its own the place is a whole vector.
  return { x: origin, y: origin + 1, z: z < 0 ? origin + 2 : z, pitch, yaw };
}

function weaponSlotsIn(plan: ReadPlan): number[] {
  const slots: number[] = [];
  for (;;) {
    const slot = plan.slotOf(`${WEAPON_TABLE}.${String(slots.length).padStart(3, '0')}`);
    if (slot < 0) return slots;
    slots.push(slot);
  }
}
