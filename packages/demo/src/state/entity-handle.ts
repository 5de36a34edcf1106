const INDEX_BITS = 11;
const INDEX_MASK = (1 << INDEX_BITS) - 1;
const NO_ENTITY = 0x1f_ffff;

/** Whether a property that names an entity names any. */
export function isHandle(handle: number): boolean {
  return handle >= 0 && handle < NO_ENTITY;
}

/** The index of the entity a handle names: its low 11 bits. */
export function indexOfHandle(handle: number): number {
  return handle & INDEX_MASK;
}

/** What tells the entity a handle names from others that were, or will be, at the same index. */
export function serialOfHandle(handle: number): number {
  return handle >>> INDEX_BITS;
}
