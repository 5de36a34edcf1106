/** An answer of the service that does not have the shape its documentation promises. */
export class UnexpectedAnswerError extends Error {
  override readonly name = 'UnexpectedAnswerError';
}

/**
 * Typed reading of a JSON object that came from outside.
 *
 * @throws {UnexpectedAnswerError} when a field is missing or of another type.
 */
export class JsonFields {
  readonly #fields: ReadonlyMap<string, unknown>;

  constructor(value: unknown) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new UnexpectedAnswerError('The service sent something else than a JSON object.');
    }
    this.#fields = new Map(Object.entries(value));
  }

  string(name: string): string {
    const value = this.#fields.get(name);
    return typeof value === 'string' ? value : this.#refuse(name, 'a string');
  }

  stringOrNull(name: string): string | null {
    return (this.#fields.get(name) ?? null) === null ? null : this.string(name);
  }

  /** An integer that JavaScript reads exactly. */
  integer(name: string): number {
    const value = this.#fields.get(name);
    return typeof value === 'number' && Number.isSafeInteger(value)
      ? value
      : this.#refuse(name, 'an integer');
  }

  integerOrNull(name: string): number | null {
    return (this.#fields.get(name) ?? null) === null ? null : this.integer(name);
  }

  strings(name: string): readonly string[] {
    const value = this.#fields.get(name);
    if (!Array.isArray(value)) return this.#refuse(name, 'a list');
    return value.map((item: unknown) => (typeof item === 'string' ? item : this.#refuse(name, 'strings')));
  }

  #refuse(name: string, expected: string): never {
    throw new UnexpectedAnswerError(`The service sent no usable "${name}": ${expected} was expected.`);
  }
}
