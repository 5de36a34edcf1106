import type { EntityWatch, TempEntityWatch } from '../entities/entity-watch.ts';
import type { GameEvent } from '../game-events/game-event.ts';
import type { UserMessage } from '../user-messages/user-message.ts';
import type { DemoEvents, StringTableChange } from './demo-events.ts';
import { Listeners } from './listeners.ts';

/** Everything somebody wants to hear of; what nobody wants is passed over unread. */
export class Interest {
  readonly events = new Listeners<DemoEvents>();
  readonly gameEvents = new Listeners<Record<string, GameEvent>>();
  readonly userMessages = new Listeners<Record<string, UserMessage>>();
  readonly stringTables = new Listeners<Record<string, StringTableChange>>();
  readonly entities: EntityWatch[] = [];
  readonly tempEntities: TempEntityWatch[] = [];

  get wantsGameEvents(): boolean {
    return this.events.has('game-event') || this.events.has('game-event-list') || !this.gameEvents.isEmpty;
  }

  get wantsUserMessages(): boolean {
    return this.events.has('user-message') || !this.userMessages.isEmpty;
  }

  get wantsClasses(): boolean {
    return this.entities.length > 0 || this.tempEntities.length > 0 || this.events.has('data-tables');
  }

  get wantsStringTables(): boolean {
    return this.entities.length > 0 || this.events.has('string-table-entry') || !this.stringTables.isEmpty;
  }

  wantsStringTable(name: string): boolean {
    return (
      (name === INSTANCE_BASELINE && this.entities.length > 0) ||
      this.events.has('string-table-entry') ||
      this.stringTables.has(name)
    );
  }
}

/** The string table that tells what entities of a class start from. */
export const INSTANCE_BASELINE = 'instancebaseline';
