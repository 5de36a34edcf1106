/** A part of a JSON Schema, as far as a summary needs it. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly const?: string;
  readonly enum?: readonly (string | null)[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly propertyNames?: JsonSchema;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

export function text(description: string): JsonSchema {
  return { type: 'string', description };
}

export function yesOrNo(description: string): JsonSchema {
  return { type: 'boolean', description };
}

export function integer(description: string): JsonSchema {
  return { type: 'integer', description };
}

/** An integer from 0 on. */
export function count(description: string): JsonSchema {
  return { type: 'integer', minimum: 0, description };
}

export function number(description: string): JsonSchema {
  return { type: 'number', description };
}

export function oneOf(values: readonly string[], description: string): JsonSchema {
  return { enum: values, description };
}

export function listOf(items: JsonSchema, description: string): JsonSchema {
  return { type: 'array', items, description };
}

export function definedAs(name: string, description?: string): JsonSchema {
  const $ref = `#/$defs/${name}`;
  return description === undefined ? { $ref } : { $ref, description };
}

/** The same, or null where the demo does not tell. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { description, ...rest } = schema;
  const described = description === undefined ? {} : { description };
  if (rest.enum !== undefined) return { enum: [...rest.enum, null], ...described };
  if (typeof rest.type === 'string' && rest.type !== 'object') {
    return { ...rest, type: [rest.type, 'null'], ...described };
  }
  return { anyOf: [rest, { type: 'null' }], ...described };
}

/** An object whose properties are always all there, and no others. */
export function objectOf(properties: Readonly<Record<string, JsonSchema>>, description?: string): JsonSchema {
  return {
    type: 'object',
    ...(description !== undefined && { description }),
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  };
}

/** An object that has a property for each of some names, and lacks those there is nothing to tell of. */
export function byName(names: JsonSchema, values: JsonSchema, description: string): JsonSchema {
  return { type: 'object', propertyNames: names, additionalProperties: values, description };
}
