/**
 * What one property holds: a number; text; a vector of two or three numbers; or an array of such.
 * Of an array of vectors each element is a vector.
 */
export type PropertyValue = number | string | readonly PropertyValue[];
