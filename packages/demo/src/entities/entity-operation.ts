/** How many bits the place of an entity takes, and its serial. */
export const ENTITY_INDEX_BITS = 11;
export const ENTITY_SERIAL_BITS = 10;

/** The two bits before an entity: whether it leaves, and whether that is for ever (or, not leaving, it enters). */
export const ENTITY_OPERATIONS = { update: 0, leave: 1, enter: 2, delete: 3 } as const;
