import type { BitReader } from '../bits/bit-reader.ts';
import { decodeUserMessage } from '../user-messages/user-message.ts';
import {
  type RegistryEvidence,
  SHARED,
  userMessageName,
  userMessageRegistryOf,
} from '../user-messages/user-message-registry.ts';
import type { Interest } from './interest.ts';
import type { Problems } from './problems.ts';

const TYPE_BITS = 8;
const LENGTH_BITS = 11;

/** Reads the user messages somebody listens to, by the list the demo's build has. */
export class UserMessageRoute {
  readonly #interest: Interest;
  readonly #problems: Problems;
  #demo: RegistryEvidence | undefined;
  #registry = SHARED;

  constructor(interest: Interest, problems: Problems) {
    this.#interest = interest;
    this.#problems = problems;
  }

  /** Learns what game this is. */
  takeHeader({
    gameDirectory,
    networkProtocol,
  }: Pick<RegistryEvidence, 'gameDirectory' | 'networkProtocol'>): void {
    this.#demo = { gameDirectory, networkProtocol };
    this.#registry = userMessageRegistryOf(this.#demo);
  }

  /** Learns the build's game events, which tell builds apart; an empty list tells nothing. */
  takeGameEvents(gameEvents: readonly { readonly name: string }[]): void {
    if (this.#demo === undefined || gameEvents.length === 0) return;
    this.#registry = userMessageRegistryOf({ ...this.#demo, gameEvents });
  }

  read(reader: BitReader): void {
    const typeNumber = reader.readUint(TYPE_BITS);
    const bits = reader.readUint(LENGTH_BITS);
    const outerEnd = reader.enter(bits);
    try {
      if (!this.#isWanted(typeNumber)) return;
      const data = reader.readBitString(bits);
      const message = decodeUserMessage({ userMessageType: typeNumber, data }, this.#registry);
      this.#interest.events.tell('user-message', message);
      this.#interest.userMessages.tell(message.name, message);
    } catch (error) {
      this.#problems.report(error, { affectsState: false });
    } finally {
      reader.leave(outerEnd);
    }
  }

  #isWanted(typeNumber: number): boolean {
    const { events, userMessages } = this.#interest;
    if (events.has('user-message') || userMessages.has('unknown')) return true;
    const name = userMessageName(typeNumber, this.#registry);
    return name !== undefined && userMessages.has(name);
  }
}
