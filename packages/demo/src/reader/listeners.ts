type Listener<T> = (value: T) => void;

/** Who listens to what. */
export class Listeners<Events extends object> {
  readonly #byEvent = new Map<keyof Events, Listener<never>[]>();

  get isEmpty(): boolean {
    return this.#byEvent.size === 0;
  }

  add<E extends keyof Events>(event: E, listener: Listener<Events[E]>): void {
    const listeners = this.#byEvent.get(event);
    if (listeners === undefined) this.#byEvent.set(event, [listener]);
    else listeners.push(listener);
  }

  has(event: keyof Events): boolean {
    return this.#byEvent.has(event);
  }

  tell<E extends keyof Events>(event: E, value: Events[E]): void {
    const listeners = this.#byEvent.get(event) as Listener<Events[E]>[] | undefined;
    if (listeners === undefined) return;
    for (let i = 0; i < listeners.length; i++) listeners[i]?.(value);
  }
}
