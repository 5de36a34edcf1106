import { BitWriter, encodeCommand, encodeUserInput, type Vector } from '@demobase/demo';
import { Random } from '../../demo-builder/random.ts';
import type { CompleteMatchOptions } from '../match-options.ts';
import type { ChatEvent, MatchEvent } from '../simulation/match-event.ts';
import type { MatchPlayer } from '../simulation/match-player.ts';
import { fixedEntities, type MatchState, WEAPONS_PER_SLOT } from '../simulation/match-state.ts';
import { BitPacker } from './bit-packer.ts';
import { EntityStage } from './entity-stage.ts';
import { buildMatchSignOn, type MatchSignOn } from './match-sign-on.ts';
import { MatchTables } from './match-tables.ts';
import { packMessage } from './message-packer.ts';
import { EffectPacker } from './pack-effects.ts';
import { packEvent } from './pack-events.ts';
import { PlayerPortrait } from './portray-players.ts';
import { RulesPortrait } from './portray-rules.ts';
import { ThingPortrait } from './portray-things.ts';
import { WeaponPortrait } from './portray-weapons.ts';
import { Contents } from './property-writer.ts';
import { Sight } from './sight.ts';

const NET_TICK = 3;
const PACKET_BYTES = 256 * 1024;
const PACKET_HEAD_BYTES = 93;
const PACKETS_PER_SCOREBOARD = 4;
const PACKETS_PER_ROSTER = 64;
const HOST_FRAME = { seconds: 1500, deviation: 50 } as const;

/** Turns a match into the commands of a recording, packet by packet. */
export class MatchRecorder {
  readonly signOn: MatchSignOn;
  /** The game server's clock at the demo's tick 0. */
  readonly firstServerTick: number;
  readonly #options: CompleteMatchOptions;
  readonly #state: MatchState;
  readonly #packer = new BitPacker(PACKET_BYTES);
  readonly #stage = new EntityStage();
  readonly #tables: MatchTables;
  readonly #players: PlayerPortrait;
  readonly #weapons: WeaponPortrait;
  readonly #things: ThingPortrait;
  readonly #rules: RulesPortrait;
  readonly #effects: EffectPacker;
  readonly #sight: Sight;
  #packetCount = 0;
  #userCommand: Uint8Array = new Uint8Array();
  #lastServerTick: number | undefined;

  constructor(options: CompleteMatchOptions, state: MatchState, hostName: string) {
    const contents = new Contents();
    const { maxClients, players } = state;
    this.#options = options;
    this.#state = state;
    this.firstServerTick = 1000 + new Random(options.seed + 1).below(1_000_000);
    this.#players = new PlayerPortrait(contents);
    this.#weapons = new WeaponPortrait(contents);
    this.#things = new ThingPortrait(contents);
    this.#rules = new RulesPortrait(contents, maxClients);
    this.#effects = new EffectPacker(contents, options.seed);
    this.#sight = new Sight(options.kind === 'pov' ? options.recorder + 1 : undefined);
    const layouts = [
      this.#players.layout,
      ...this.#weapons.layouts,
      ...this.#things.layouts,
      ...this.#rules.layouts,
    ];
    this.#tables = new MatchTables({ map: options.map, layouts, players, maxClients });
    const facts = { tables: this.#tables, serverTick: this.firstServerTick, maxClients, hostName };
    this.signOn = buildMatchSignOn(options, facts);
  }

  /** Whether the recording tells of an event at all: of team chat only the recorder's. */
  hears(event: MatchEvent): boolean {
    return event.type !== 'chat' || this.#hearsChat(event);
  }

  /** Whether the packet just packed shows a player. */
  shows(player: MatchPlayer): boolean {
    return this.#stage.isInPvs(player.entityIndex);
  }

  /** Packs what is true now and what has happened since the last packet. */
  packPacket(events: readonly MatchEvent[]): void {
    const packer = this.#packer;
    const { tick } = this.#state;
    const serverTick = this.firstServerTick + tick;
    packer.clear();
    packer.write(NET_TICK, 6);
    packer.write(serverTick, 32);
    packer.write(HOST_FRAME.seconds | (HOST_FRAME.deviation << 16), 32);
    for (const event of events) {
      if (event.type !== 'connect' && event.type !== 'rename') continue;
      packMessage(packer, this.#tables.updateUser(event.player.slot, event.player));
    }
    this.#stageEntities(serverTick);
    // Games tell of what happened before they tell of what is true after it.
    for (const event of events) if (this.hears(event)) packEvent(packer, event);
    this.#stage.write(packer, this.#lastServerTick);
    this.#effects.pack(packer, this.#stage, this.#state, events);
    for (const event of events) {
      if (event.type !== 'disconnect') continue;
      packMessage(packer, this.#tables.updateUser(event.player.slot, undefined));
    }
    this.#lastServerTick = serverTick;
    this.#packetCount++;
    this.#userCommand = this.#encodeUserCommand();
  }

  /** Bytes of the commands of the packet just packed. */
  get sizeBytes(): number {
    return PACKET_HEAD_BYTES + this.#packer.sizeBytes + this.#userCommand.length;
  }

  /** Puts the commands of the packet just packed into other bytes, where they fit. */
  copyTo(target: Uint8Array, offset: number): void {
    const view = new DataView(target.buffer, target.byteOffset + offset);
    const { sizeBytes } = this.#packer;
    const { tick } = this.#state;
    view.setUint8(0, 2);
    view.setInt32(1, tick, true);
    this.#writeCamera(view);
    view.setInt32(81, this.#packetCount, true);
    view.setInt32(85, this.#packetCount, true);
    view.setInt32(89, sizeBytes, true);
    this.#packer.copyTo(target, offset + PACKET_HEAD_BYTES);
    target.set(this.#userCommand, offset + PACKET_HEAD_BYTES + sizeBytes);
  }

  get #recorder(): MatchPlayer | undefined {
    return this.#options.kind === 'pov' ? this.#state.players[this.#options.recorder + 1] : undefined;
  }

  #hearsChat({ isTeamOnly, player }: ChatEvent): boolean {
    return !isTeamOnly || player.team === this.#recorder?.team;
  }

  #stageEntities(serverTick: number): void {
    const stage = this.#stage;
    const { players, buildings, drops, projectiles, maxClients, tick } = this.#state;
    const { firstWeapon } = fixedEntities(maxClients);
    stage.begin();
    this.#rules.show(stage, this.#state, {
      board: this.#packetCount % PACKETS_PER_SCOREBOARD === 0,
      rosters: this.#packetCount % PACKETS_PER_ROSTER === 0,
    });
    for (const player of players) {
      if (player === undefined) continue;
      const isRecorder = player === this.#recorder;
      const facts = { serverTick, isRecorder, firstWeapon: firstWeapon + player.slot * WEAPONS_PER_SLOT };
      if (this.#sight.sees(this.#state, player)) {
        // Player and weapons name each other: all are there before any tells of another.
        stage.show(player.entityIndex, this.#players.layout, player);
        this.#weapons.show(stage, player, facts);
        this.#players.show(stage, player, facts);
      } else {
        stage.hide(player.entityIndex);
        for (let i = 0; i < WEAPONS_PER_SLOT; i++) stage.hide(facts.firstWeapon + i);
      }
    }
    for (const building of buildings) {
      if (this.#sight.reaches(this.#state, building)) {
        this.#things.showBuilding(stage, building, serverTick, tick);
      } else {
        stage.hide(building.entityIndex);
      }
    }
    for (const drop of drops) {
      if (this.#sight.reaches(this.#state, drop)) this.#things.showDrop(stage, drop, serverTick);
      else stage.hide(drop.entityIndex);
    }
    for (const projectile of projectiles) this.#things.showProjectile(stage, projectile, serverTick);
  }

  /** The recorder's camera: at their feet, looking where they look. All zero where nobody records. */
  #writeCamera(view: DataView): void {
    const player = this.#recorder;
    for (let at = 5; at < 81; at += 4) view.setInt32(at, 0, true);
    if (player === undefined) return;
    for (const first of [9, 45]) {
      view.setFloat32(first, player.x, true);
      view.setFloat32(first + 4, player.y, true);
      view.setFloat32(first + 8, player.z, true);
      for (const angles of [first + 12, first + 24]) {
        view.setFloat32(angles, player.pitch, true);
        view.setFloat32(angles + 4, player.yaw, true);
      }
    }
  }

  /** What the recorder pressed at this packet; nothing where nobody records. */
  #encodeUserCommand(): Uint8Array {
    const player = this.#recorder;
    if (player === undefined) return new Uint8Array();
    const { tick } = this.#state;
    const writer = new BitWriter();
    const viewAngles: Vector = [Math.fround(player.pitch), Math.fround(player.yaw), 0];
    encodeUserInput(writer, {
      commandNumber: this.#packetCount,
      tickCount: this.firstServerTick + tick,
      viewAngles,
      forwardMove: player.isAlive ? 450 : 0,
      sideMove: 0,
      upMove: 0,
      buttons: player.nextShotAt > tick && player.target !== undefined ? 1 : 0,
      impulse: 0,
      weaponSelect: 0,
      weaponSubtype: 0,
      mouseDx: Math.round(player.yawSpeed * 10),
      mouseDy: Math.round(player.pitchSpeed * 10),
    });
    const payload = writer.toBytes();
    return encodeCommand({ type: 'user-command', tick, outgoingSequence: this.#packetCount, payload });
  }
}
