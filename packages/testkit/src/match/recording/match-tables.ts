import {
  createStringTable,
  encodeUserInfo,
  type Message,
  type StringTableEntry,
  type StringTableSnapshot,
  updateStringTable,
} from '@demobase/demo';
import type { MatchPlayer } from '../simulation/match-player.ts';
import { BitPacker } from './bit-packer.ts';
import type { EntityLayout } from './entity-layout.ts';
import { networkIdOf } from './pack-events.ts';
import { SOUNDS } from './sound-packer.ts';

const USER_INFO = 'userinfo';
const BASELINE_BYTES = 16 * 1024;

/** Tables in the order the game creates them, and how many entries each has room for. */
const ROOM = {
  downloadables: 8192,
  modelprecache: 4096,
  genericprecache: 512,
  soundprecache: 16384,
  decalprecache: 512,
  instancebaseline: 1024,
  lightstyles: 64,
  userinfo: 256,
  DynamicModels: 2048,
  server_query_info: 4,
  ParticleEffectNames: 8192,
  EffectDispatch: 1024,
  VguiScreen: 256,
  Materials: 1024,
  InfoPanel: 128,
  Scenes: 8192,
  ServerMapCycle: 128,
  ServerPopFiles: 128,
  ServerMapCycleMvM: 128,
  GameRulesCreation: 1,
} as const;

type TableName = keyof typeof ROOM;

/** Big tables travel packed. */
const PACKED: readonly TableName[] = ['modelprecache', 'soundprecache', 'ParticleEffectNames', 'Scenes'];
const PRECACHED = Uint8Array.of(0);

/** The string tables of a match: all that a reader looks into, and the others as the game has them. */
export class MatchTables {
  readonly #entries = new Map<TableName, readonly StringTableEntry[]>();
  readonly #users: StringTableEntry[] = [];

  constructor(options: {
    readonly map: string;
    readonly layouts: readonly EntityLayout[];
    readonly players: readonly (MatchPlayer | undefined)[];
    readonly maxClients: number;
  }) {
    const { map, layouts, players, maxClients } = options;
    for (let slot = 0; slot < maxClients; slot++) {
      this.#users.push({ text: String(slot), userData: userDataOf(players[slot]) });
    }
    this.#entries.set('downloadables', named([`maps\\${map}.bsp`]));
    this.#entries.set('modelprecache', named(['', `maps/${map}.bsp`, ...modelNames()], PRECACHED));
    this.#entries.set('genericprecache', named([''], PRECACHED));
    this.#entries.set('soundprecache', named(soundNames(), PRECACHED));
    this.#entries.set(
      'decalprecache',
      named(
        numbered(24, (i) => `decals/concrete/shot${i}`),
        PRECACHED,
      ),
    );
    this.#entries.set('instancebaseline', layouts.map(baselineEntry));
    this.#entries.set('lightstyles', named(numbered(64, String), new TextEncoder().encode('m\0')));
    this.#entries.set(USER_INFO, this.#users);
    this.#entries.set('ParticleEffectNames', named(numbered(300, (i) => `rockettrail_${i}`)));
    this.#entries.set('Scenes', named(numbered(200, (i) => `scenes/player/pyro/low/${i}.vcd`)));
    this.#entries.set('GameRulesCreation', [
      { text: 'classname', userData: new TextEncoder().encode('tf_gamerules\0') },
    ]);
  }

  /** What creates the tables, in their order. */
  creations(): Message[] {
    return tableNames().map((name) =>
      createStringTable({
        name,
        maxEntries: ROOM[name],
        updates: (this.#entries.get(name) ?? []).map(({ text, userData }, index) => ({
          index,
          text,
          userData,
        })),
        isCompressed: PACKED.includes(name),
      }),
    );
  }

  /** What the tables hold, as a snapshot tells it. */
  snapshot(hasClientEntries: boolean): StringTableSnapshot[] {
    return tableNames().map((name) => ({
      name,
      entries: this.#entries.get(name) ?? [],
      clientEntries:
        hasClientEntries && name === 'ParticleEffectNames'
          ? named(numbered(40, (i) => `client_only_${i}`))
          : undefined,
    }));
  }

  /** Puts somebody into their slot, or empties it; the message that tells so. */
  updateUser(slot: number, player: MatchPlayer | undefined): Message {
    const table = {
      id: tableNames().indexOf(USER_INFO),
      maxEntries: ROOM[USER_INFO],
      fixedUserData: undefined,
      entries: this.#users,
    };
    const userData = userDataOf(player);
    const message = updateStringTable(table, [{ index: slot, userData }]);
    this.#users[slot] = { text: String(slot), userData };
    return message;
  }
}

function tableNames(): TableName[] {
  // The keys of a literal: no others can be there.
  return Object.keys(ROOM) as TableName[];
}

function userDataOf(player: MatchPlayer | undefined): Uint8Array | undefined {
  if (player === undefined) return undefined;
  const { identity, name, userId } = player;
  return encodeUserInfo({
    name,
    userId,
    networkId: networkIdOf(player),
    accountId: identity.accountId,
    isFakePlayer: identity.kind !== 'human',
    isSourceTv: identity.kind === 'source-tv',
    isReplay: false,
    customFileCrcs: [0, 0, 0, 0],
    filesDownloaded: 0,
  });
}

function baselineEntry(layout: EntityLayout): StringTableEntry {
  const packer = new BitPacker(BASELINE_BYTES);
  layout.writeAll(packer, layout.baseline);
  const userData = new Uint8Array(packer.sizeBytes);
  packer.copyTo(userData, 0);
  return { text: String(layout.classId), userData };
}

function named(names: readonly string[], userData?: Uint8Array): StringTableEntry[] {
  return names.map((text) => ({ text, userData }));
}

function numbered(count: number, name: (i: number) => string): string[] {
  return Array.from({ length: count }, (_, i) => name(i));
}

function modelNames(): string[] {
  return [
    ...numbered(120, (i) => `*${i + 1}`),
    ...numbered(180, (i) => `models/weapons/c_models/c_weapon_${i}/c_weapon_${i}.mdl`),
  ];
}

function soundNames(): string[] {
  const names = numbered(SOUNDS.count + 400, (i) => `ambient/level/loop${i}.wav`);
  names[0] = '';
  for (let i = 0; i < 8; i++) names[SOUNDS.firstStep + i] = `player/footsteps/concrete${i + 1}.wav`;
  for (let i = 0; i < 10; i++) names[SOUNDS.pain + i] = `vo/player_pain${i}.mp3`;
  for (let i = 0; i < 60; i++) names[SOUNDS.firstWeapon + i] = `weapons/weapon${i}_shoot.wav`;
  names[SOUNDS.explosion] = 'weapons/explode1.wav';
  return names;
}
