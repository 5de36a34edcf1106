/** A parsed JSON object whose members are yet to be looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** The value as what it should be, `undefined` when it is absent or anything else. */
export type ReadValue<T> = (value: unknown) => T | undefined;

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `undefined` for text that is not JSON, or not an object. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const readText: ReadValue<string> = (value) => (typeof value === 'string' ? value : undefined);

/** No number beyond 2^53: it would not be the one that was sent. */
export const readInteger: ReadValue<number> = (value) =>
  Number.isSafeInteger(value) ? Number(value) : undefined;

export const readBoolean: ReadValue<boolean> = (value) => (typeof value === 'boolean' ? value : undefined);

/** Seconds since 1970. 0 is how Steam writes that it does not know. */
export const readDate: ReadValue<Date> = (value) => {
  const seconds = readInteger(value);
  const isDate = seconds !== undefined && seconds > 0 && seconds <= MAX_DATE_SECONDS;
  return isDate ? new Date(seconds * 1000) : undefined;
};

const MAX_DATE_SECONDS = 8.64e12;

/** The objects of a list; empty when it is absent, and entries of any other kind are skipped. */
export function readObjects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** How a member is read, with its name on the wire where that is not ours. */
type ReadMember<T> = ReadValue<T> | readonly [wireName: string, read: ReadValue<T>];

/**
 * The members that are there and are what they should be, in the order of `readers`. Steam leaves out unset
 * members, and one that is wrong must not cost the others.
 */
export function readMembers<T extends object>(
  object: JsonObject,
  readers: { readonly [Name in keyof T]-?: ReadMember<NonNullable<T[Name]>> },
): Partial<T> {
  const members: Partial<Record<keyof T, unknown>> = {};
  for (const name in readers) {
    const reader = readers[name];
    const [wireName, read] = typeof reader === 'function' ? [name, reader] : reader;
    const value = read(object[wireName]);
    if (value !== undefined) members[name] = value;
  }
  return members as Partial<T>; // each member came from the reader of its type
}
