const WINDOW_TICKS = 100;
const VALUE_RANGE = 256;

/**
 * The game server's tick up to which an entity was simulated, out of the eight bits a demo keeps of it and the
 * tick at which they were told: the bits count from a hundred that is another one for each entity.
 * Source: docs/demo-format.md, "Properties with meaning".
 */
export function simulationTickOf(value: number, entityIndex: number, serverTick: number): number {
  const base = WINDOW_TICKS * Math.floor((serverTick - (entityIndex % 32)) / WINDOW_TICKS);
  const tick = base + value;
  return tick - VALUE_RANGE * Math.round((tick - serverTick) / VALUE_RANGE);
}
