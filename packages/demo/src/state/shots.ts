import type { TempEntity } from '../entities/entity.ts';
import type { PropertyChoice } from '../entities/read-plan.ts';
import type { DemoReader } from '../reader/demo-reader.ts';
import { indexOfHandle, isHandle } from './entity-handle.ts';

/**
 * Animations of every Source game that are no shot, by number: reloading (3 to 5), jumping, swimming, dying,
 * flinching (9 to 14), jumping in the air, stopping, spawning, turning. All others count.
 */
const NO_SHOTS: ReadonlySet<number> = new Set([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);

/**
 * Tells who fires, by the entity index of players.
 *
 * Team Fortress 2's bullets name the player by slot, which is one less than the entity index; Half-Life 2:
 * Deathmatch's name the entity, as where they start from shows. Animations name it by handle, and in older
 * builds by index.
 */
export function watchShots(reader: DemoReader, onShot: (entityIndex: number) => void): void {
  const watch = (
    className: string,
    keys: PropertyChoice,
    shooterOf: (effect: TempEntity) => number,
  ): void => {
    reader.watchTempEntities({
      propertiesOf: ({ name }) => (name === className ? keys : undefined),
      onTempEntity: (effect) => {
        const entityIndex = shooterOf(effect);
        if (entityIndex > 0) onShot(entityIndex);
      },
    });
  };
  watch(
    'CTEFireBullets',
    ['DT_TEFireBullets.m_iPlayer'],
    (effect) =>
      // Not told is 0: an effect starts from nothing, and the game leaves zeros out.
      orZero(numberIn(effect, 'DT_TEFireBullets.m_iPlayer')) + 1,
  );
  watch('CTEHL2MPFireBullets', ['DT_TEHL2MPFireBullets.m_iPlayer'], (effect) =>
    orZero(numberIn(effect, 'DT_TEHL2MPFireBullets.m_iPlayer')),
  );
  watch('CTEPlayerAnimEvent', ['DT_TEPlayerAnimEvent.*'], (effect) => {
    if (NO_SHOTS.has(orZero(numberIn(effect, 'DT_TEPlayerAnimEvent.m_iEvent')))) return 0;
    const handle = numberIn(effect, 'DT_TEPlayerAnimEvent.m_hPlayer');
    if (isHandle(handle)) return indexOfHandle(handle);
    return orZero(numberIn(effect, 'DT_TEPlayerAnimEvent.m_iPlayerIndex'));
  });
}

function numberIn(effect: TempEntity, key: string): number {
  return effect.number(effect.plan.slotOf(key));
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
