import { type Command, encodeCommand, type Message } from '@demobase/demo';
import { concatBytes } from './concat-bytes.ts';
import { type CompleteDemoOptions, NETWORK_PROTOCOL, TICK_INTERVAL_SECONDS } from './demo-options.ts';
import { encodeMessages } from './message-stream.ts';
import type { Random } from './random.ts';

// No send tables and no classes; no string tables. Both are complete, and say so in their bits.
const EMPTY_DATA_TABLES = new Uint8Array(3);
const EMPTY_STRING_TABLES = new Uint8Array(1);

const CONSOLE_COMMANDS = ['cl_interp 0.0152', 'fov_desired 90', 'viewmodel_fov 70'];

/** Everything between the header and the first packet, in the order the game writes it. */
export interface SignOn {
  readonly beforeSyncTick: Uint8Array;
  readonly fromSyncTick: Uint8Array;
}

/** Builds the sign-on of a recording that begins at this tick of the game server's clock. */
export function buildSignOn(options: CompleteDemoOptions, random: Random, serverTick: number): SignOn {
  const signon = (messages: readonly Message[]): Command => ({
    type: 'signon',
    tick: serverTick,
    sequenceIn: 1,
    sequenceOut: 1,
    payload: encodeMessages(messages),
  });
  const spawnCount = 1 + random.below(500);
  const signonState = (state: number): Command => signon([{ type: 'net_SignonState', state, spawnCount }]);
  const introduction = signon(introduce(options, random, { serverTick, spawnCount }));
  const dataTables: Command = { type: 'data-tables', tick: serverTick, payload: EMPTY_DATA_TABLES };
  const syncTick: Command = { type: 'sync-tick', tick: 0 };

  if (options.kind === 'stv') {
    const stringTables: Command = { type: 'string-tables', tick: serverTick, payload: EMPTY_STRING_TABLES };
    return {
      beforeSyncTick: concatCommands([
        introduction,
        dataTables,
        stringTables,
        signonState(4),
        signonState(6),
      ]),
      fromSyncTick: concatCommands([syncTick]),
    };
  }
  return {
    beforeSyncTick: concatCommands([introduction, dataTables, signonState(4), signonState(6)]),
    fromSyncTick: concatCommands([
      syncTick,
      { type: 'string-tables', tick: 0, payload: EMPTY_STRING_TABLES },
      ...CONSOLE_COMMANDS.map(
        (text): Command => ({
          type: 'console-command',
          tick: 0,
          payload: new TextEncoder().encode(`${text}\0`),
        }),
      ),
    ]),
  };
}

function introduce(
  options: CompleteDemoOptions,
  random: Random,
  { serverTick, spawnCount }: { serverTick: number; spawnCount: number },
): Message[] {
  const isSourceTv = options.kind === 'stv';
  const build: Message[] = isSourceTv
    ? []
    : [{ type: 'svc_Print', text: `\nTeam Fortress\nMap: ${options.map}\nBuild: 8622567\n` }];
  return [
    ...build,
    {
      type: 'svc_ServerInfo',
      networkProtocol: NETWORK_PROTOCOL,
      serverCount: spawnCount,
      isSourceTv,
      isDedicated: true,
      clientDllCrc: 0xffffffff,
      maxClasses: 0,
      mapHash: random.bytes(16),
      playerSlot: random.below(24),
      maxClients: 25,
      tickIntervalSeconds: TICK_INTERVAL_SECONDS,
      operatingSystem: 'l',
      gameDirectory: 'tf',
      mapName: options.map,
      skyName: 'sky_well_01',
      hostName: isSourceTv ? options.serverName : 'Demobase test server',
      isReplay: false,
    },
    { type: 'net_Tick', serverTick, hostFrameSeconds: 0.015, hostFrameDeviationSeconds: 0.0005 },
    { type: 'net_SetConVar', conVars: [{ name: 'tf_tournament_classlimit_medic', value: '1' }] },
    { type: 'net_SignonState', state: 3, spawnCount },
  ];
}

function concatCommands(commands: readonly Command[]): Uint8Array {
  return concatBytes(commands.map(encodeCommand));
}
