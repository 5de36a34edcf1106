import type { BitReader } from '../bits/bit-reader.ts';
import { decodeDataTables } from '../data-tables/data-tables-codec.ts';
import { EntityClasses } from '../entities/entity-classes.ts';
import { EntityReader } from '../entities/entity-reader.ts';
import { TempEntityReader } from '../entities/temp-entity-reader.ts';
import type { DemoHeader } from '../header/demo-header.ts';
import type { Message } from '../messages/message.ts';
import { netTick } from '../messages/net-tick.ts';
import { svcCreateStringTable } from '../messages/svc-create-string-table.ts';
import { svcGameEvent } from '../messages/svc-game-event.ts';
import { svcGameEventList } from '../messages/svc-game-event-list.ts';
import { svcPacketEntities } from '../messages/svc-packet-entities.ts';
import { type SvcServerInfo, svcServerInfo } from '../messages/svc-server-info.ts';
import { svcTempEntities } from '../messages/svc-temp-entities.ts';
import { svcUpdateStringTable } from '../messages/svc-update-string-table.ts';
import { svcUserMessage } from '../messages/svc-user-message.ts';
import type { WireProtocol } from '../messages/wire-protocol.ts';
import { GameEventRoute } from './game-event-route.ts';
import type { Interest } from './interest.ts';
import type { MessageRoute } from './packet-reader.ts';
import type { Place, Problems } from './problems.ts';
import { StringTableRoute } from './string-table-route.ts';
import { UserMessageRoute } from './user-message-route.ts';

/**
 * What the messages of a level mean, and what later ones are read by: string tables, classes, entities, the
 * lists of events. A message nobody is interested in has no route here.
 */
export class LevelReader {
  /** By type number. */
  readonly routes: readonly (MessageRoute | undefined)[];
  readonly #interest: Interest;
  readonly #problems: Problems;
  readonly #place: Readonly<Place>;
  readonly #stringTables: StringTableRoute;
  readonly #entities: EntityReader;
  readonly #tempEntities: TempEntityReader;
  readonly #userMessages: UserMessageRoute;
  #classes: EntityClasses | undefined;
  #serverInfo: SvcServerInfo | undefined;
  #serverTick = 0;

  constructor(interest: Interest, problems: Problems, place: Readonly<Place>) {
    this.#interest = interest;
    this.#problems = problems;
    this.#place = place;
    this.#entities = new EntityReader(interest.entities);
    this.#tempEntities = new TempEntityReader(interest.tempEntities);
    this.#stringTables = new StringTableRoute(interest, problems, (classId, bytes) =>
      this.#entities.setClassBaseline(classId, bytes),
    );
    this.#userMessages = new UserMessageRoute(interest, problems);
    this.routes = this.#makeRoutes();
  }

  get serverInfo(): SvcServerInfo | undefined {
    return this.#serverInfo;
  }

  get serverTick(): number {
    return this.#serverTick;
  }

  /** Learns what game this is. */
  takeHeader(header: DemoHeader): void {
    this.#userMessages.takeHeader(header);
  }

  /** Takes over what a message says outright; what follows from it is its route's affair. */
  learn(message: Message): void {
    if (message.type === 'net_Tick') this.#serverTick = message.serverTick;
    else if (message.type === 'svc_ServerInfo') this.#serverInfo = message;
  }

  /** Reads a data-tables command. */
  readDataTables(reader: BitReader, protocol: WireProtocol): void {
    const tables = decodeDataTables(reader, protocol);
    const { entities, tempEntities } = this.#interest;
    this.#classes = new EntityClasses(
      tables,
      entities.map((watch) => watch.propertiesOf.bind(watch)),
    );
    this.#entities.begin(this.#classes);
    this.#tempEntities.begin(
      new EntityClasses(
        tables,
        tempEntities.map((watch) => watch.propertiesOf.bind(watch)),
      ),
    );
    this.#interest.events.tell('data-tables', tables);
  }

  /** Reads a string-tables command. */
  readSnapshot(reader: BitReader): void {
    this.#stringTables.readSnapshot(reader);
  }

  /** A new level begins: nothing of the one before it holds. */
  #beginLevel(serverInfo: SvcServerInfo): void {
    this.#serverInfo = serverInfo;
    this.#stringTables.clear();
    this.#entities.forgetBaselines();
    this.#entities.begin(this.#classes);
  }

  #makeRoutes(): (MessageRoute | undefined)[] {
    const interest = this.#interest;
    const routes: (MessageRoute | undefined)[] = [];
    routes[netTick.typeNumber] = (reader, protocol) => {
      const { serverTick } = netTick.decode(reader, protocol);
      this.#serverTick = serverTick;
    };
    routes[svcServerInfo.typeNumber] = (reader, protocol) => {
      this.#beginLevel(svcServerInfo.decode(reader, protocol));
    };
    if (interest.wantsStringTables) {
      routes[svcCreateStringTable.typeNumber] = (reader, protocol) =>
        this.#stringTables.create(reader, protocol);
      routes[svcUpdateStringTable.typeNumber] = (reader, protocol) =>
        this.#stringTables.update(reader, protocol);
    }
    const gameEvents = new GameEventRoute(interest, this.#problems);
    if (interest.wantsGameEvents || interest.wantsUserMessages) {
      // Which list of user messages a build has shows in its list of game events.
      routes[svcGameEventList.typeNumber] = (reader) =>
        this.#userMessages.takeGameEvents(gameEvents.readList(reader));
    }
    if (interest.wantsGameEvents) {
      routes[svcGameEvent.typeNumber] = (reader) => gameEvents.readEvent(reader);
    }
    if (interest.wantsUserMessages) {
      routes[svcUserMessage.typeNumber] = (reader) => this.#userMessages.read(reader);
    }
    if (interest.entities.length > 0) {
      routes[svcPacketEntities.typeNumber] = (reader) =>
        this.#contain(() => this.#entities.read(reader, this.#place.tick));
    }
    if (interest.tempEntities.length > 0) {
      routes[svcTempEntities.typeNumber] = (reader, protocol) =>
        this.#contain(() => this.#tempEntities.read(reader, protocol));
    }
    return routes;
  }

  /** Goes on behind a message whose length is told, whatever is in it. */
  #contain(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.#problems.report(error, { affectsState: true });
    }
  }
}
