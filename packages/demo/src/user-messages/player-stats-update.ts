import type { BitReader } from '../bits/bit-reader.ts';
import { writeField } from '../bits/write-field.ts';
import type { UserMessageBody } from './user-message-body.ts';

const MAX_STATS = 32;

/** The recorder's statistics that changed since their last life, or within it. */
export interface PlayerStatsUpdate {
  readonly name: 'PlayerStatsUpdate';
  /** 1 scout, 2 sniper, 3 soldier, 4 demoman, 5 medic, 6 heavy, 7 pyro, 8 spy, 9 engineer. */
  readonly playerClass: number;
  readonly isAlive: boolean;
  /** Numbers of statistics, 1 to 32 and ascending, and what they come to. */
  readonly stats: readonly { readonly stat: number; readonly value: number }[];
}

export const playerStatsUpdate: UserMessageBody<PlayerStatsUpdate> = {
  decode: (reader) => ({
    name: 'PlayerStatsUpdate',
    playerClass: reader.readUint(8),
    isAlive: reader.readUint(8) !== 0,
    stats: readStats(reader),
  }),
  encode: (writer, { playerClass, isAlive, stats }) => {
    writeField(writer, playerClass, { name: 'playerClass of PlayerStatsUpdate', bits: 8 });
    writer.writeUint(isAlive ? 1 : 0, 8);
    writer.writeUint(setOf(stats), 32);
    for (const { value } of stats) writeField(writer, value, { name: 'A statistic', bits: 32 });
  },
};

function readStats(reader: BitReader): PlayerStatsUpdate['stats'] {
  const set = reader.readUint(32);
  const stats: { stat: number; value: number }[] = [];
  for (let bit = 0; bit < MAX_STATS; bit++) {
    if (((set >>> bit) & 1) === 1) stats.push({ stat: bit + 1, value: reader.readUint(32) });
  }
  return stats;
}

/** One bit for every statistic that is sent. */
function setOf(stats: PlayerStatsUpdate['stats']): number {
  let set = 0;
  let last = 0;
  for (const { stat } of stats) {
    if (!Number.isInteger(stat) || stat <= last || stat > MAX_STATS) {
      throw new RangeError(`Statistics are numbered 1 to ${MAX_STATS} and ascend: ${stat} after ${last}.`);
    }
    set |= 1 << (stat - 1);
    last = stat;
  }
  return set;
}
