import type { SendTable } from '@demobase/demo';
import {
  base,
  coordMpIntegral,
  flag,
  handle,
  int,
  raw,
  scaled,
  table,
  uint,
  vector,
} from './describe-tables.ts';

/** Send tables of what is seen once and passes. */
export const TEMP_ENTITY_TABLES: readonly SendTable[] = [
  table(
    'DT_TEFireBullets',
    vector('m_vecOrigin', coordMpIntegral),
    scaled('m_vecAngles[0]', [0, 360, 7]),
    scaled('m_vecAngles[1]', [0, 360, 7]),
    uint('m_iWeaponID', 7),
    uint('m_iMode', 1),
    uint('m_iSeed', 8),
    uint('m_iPlayer', 6),
    scaled('m_flSpread', [0, 1, 8]),
    flag('m_bCritical'),
  ),
  table('DT_TEPlayerAnimEvent', handle('m_hPlayer'), uint('m_iEvent', 6), int('m_nData', 12)),
  table('DT_BaseTempEntity'),
  table(
    'DT_TETFExplosion',
    base('DT_BaseTempEntity'),
    raw('m_vecOrigin[0]', coordMpIntegral),
    raw('m_vecOrigin[1]', coordMpIntegral),
    raw('m_vecOrigin[2]', coordMpIntegral),
    vector('m_vecNormal', 0, [-1, 1, 6]),
    uint('m_iWeaponID', 7),
    uint('entindex', 11),
    int('m_nDefID', 32),
    int('m_nSound', 32),
    int('m_iCustomParticleIndex', 32),
  ),
  table(
    'DT_TETFBlood',
    base('DT_BaseTempEntity'),
    raw('m_vecOrigin[0]', coordMpIntegral),
    raw('m_vecOrigin[1]', coordMpIntegral),
    raw('m_vecOrigin[2]', coordMpIntegral),
    vector('m_vecNormal', 0, [-1, 1, 6]),
    uint('entindex', 11),
  ),
];
