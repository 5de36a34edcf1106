import {
  BitWriter,
  type Command,
  encodeCommand,
  encodeDataTables,
  encodeGameEventList,
  encodeMessage,
  encodeSnapshot,
  type Message,
  type WireProtocol,
} from '@demobase/demo';
import { concatBytes } from '../../demo-builder/concat-bytes.ts';
import { NETWORK_PROTOCOL, TICK_INTERVAL_SECONDS } from '../../demo-builder/demo-options.ts';
import { Random } from '../../demo-builder/random.ts';
import type { CompleteMatchOptions } from '../match-options.ts';
import { EVENT_DEFINITIONS } from './event-definitions.ts';
import type { MatchTables } from './match-tables.ts';
import { DATA_TABLES } from './server-classes.ts';

const PROTOCOL: WireProtocol = { network: NETWORK_PROTOCOL, messageTypeBits: 6 };
const CONSOLE_COMMANDS = ['cl_interp 0.0152', 'fov_desired 90', 'viewmodel_fov 70'];
const STEAM_VOICE = { type: 'svc_VoiceInit', codec: 'steam', quality: 255, sampleRate: 0 } as const;

/** Everything between the header and the first packet. */
export interface MatchSignOn {
  readonly beforeSyncTick: Uint8Array;
  readonly fromSyncTick: Uint8Array;
}

/** Builds the sign-on of a match, in the order each kind of recording has it. */
export function buildMatchSignOn(
  options: CompleteMatchOptions,
  facts: {
    readonly tables: MatchTables;
    readonly serverTick: number;
    readonly maxClients: number;
    readonly hostName: string;
  },
): MatchSignOn {
  const { tables, serverTick } = facts;
  const spawnCount = 1 + new Random(options.seed).below(500);
  const signon = (messages: readonly Message[]): Command => ({
    type: 'signon',
    tick: serverTick,
    sequenceIn: 1,
    sequenceOut: 1,
    payload: encodeAll((writer) => {
      for (const message of messages) encodeMessage(writer, message, PROTOCOL);
    }),
  });
  const state = (number: number): Message => ({ type: 'net_SignonState', state: number, spawnCount });
  const introduction = signon([...introduce(options, facts, spawnCount), ...tables.creations(), state(3)]);
  const dataTables: Command = {
    type: 'data-tables',
    tick: serverTick,
    payload: encodeAll((writer) => encodeDataTables(writer, DATA_TABLES, PROTOCOL)),
  };
  const events = signon([STEAM_VOICE, eventList(), state(4)]);
  const entry = signon([...enter(options), state(6)]);
  const stringTables = (tick: number): Command => ({
    type: 'string-tables',
    tick,
    payload: encodeAll((writer) => encodeSnapshot(writer, tables.snapshot(options.kind === 'pov'))),
  });
  const syncTick: Command = { type: 'sync-tick', tick: 0 };
  if (options.kind === 'stv') {
    return {
      beforeSyncTick: concatCommands([introduction, dataTables, stringTables(serverTick), events, entry]),
      fromSyncTick: concatCommands([syncTick]),
    };
  }
  const settings = CONSOLE_COMMANDS.map(
    (text): Command => ({
      type: 'console-command',
      tick: 0,
      payload: new TextEncoder().encode(`${text}\0`),
    }),
  );
  return {
    beforeSyncTick: concatCommands([introduction, dataTables, events, entry]),
    fromSyncTick: concatCommands([syncTick, stringTables(0), ...settings]),
  };
}

function introduce(
  { kind, map, recorder, seed }: CompleteMatchOptions,
  facts: { readonly serverTick: number; readonly maxClients: number; readonly hostName: string },
  spawnCount: number,
): Message[] {
  const isSourceTv = kind === 'stv';
  const build: Message = { type: 'svc_Print', text: `\nTeam Fortress\nMap: ${map}\nBuild: 8622567\n` };
  const { serverTick, maxClients, hostName } = facts;
  return [
    ...(isSourceTv ? [] : [build]),
    {
      type: 'svc_ServerInfo',
      networkProtocol: NETWORK_PROTOCOL,
      serverCount: spawnCount,
      isSourceTv,
      isDedicated: true,
      clientDllCrc: 0xffffffff,
      maxClasses: DATA_TABLES.classes.length,
      mapHash: new Random(seed).bytes(16),
      playerSlot: isSourceTv ? 0 : recorder + 1,
      maxClients,
      tickIntervalSeconds: TICK_INTERVAL_SECONDS,
      operatingSystem: 'l',
      gameDirectory: 'tf',
      mapName: map,
      skyName: 'sky_well_01',
      hostName,
      isReplay: false,
    },
    { type: 'net_Tick', serverTick, hostFrameSeconds: 0.015, hostFrameDeviationSeconds: 0.0005 },
    {
      type: 'net_SetConVar',
      conVars: [
        { name: 'tf_weapon_criticals', value: '1' },
        { name: 'mp_tournament', value: '1' },
      ],
    },
  ];
}

function enter({ kind, recorder }: CompleteMatchOptions): Message[] {
  const classes: Message = {
    type: 'svc_ClassInfo',
    classCount: DATA_TABLES.classes.length,
    isCreatedOnClient: true,
    classes: [],
  };
  return kind === 'stv' ? [classes] : [classes, { type: 'svc_SetView', entityIndex: recorder + 2 }];
}

function eventList(): Message {
  const writer = new BitWriter();
  encodeGameEventList(writer, EVENT_DEFINITIONS);
  return { type: 'svc_GameEventList', eventCount: EVENT_DEFINITIONS.length, data: writer.toBitString() };
}

function encodeAll(write: (writer: BitWriter) => void): Uint8Array {
  const writer = new BitWriter();
  write(writer);
  return writer.toBytes();
}

function concatCommands(commands: readonly Command[]): Uint8Array {
  return concatBytes(commands.map(encodeCommand));
}
