import { Command } from 'commander';
import { expect, it } from 'vitest';
import { addServerFilterOptions, readServerFilter } from './server-filter-options.ts';

it.each([
  [[], { appId: 440 }],
  [['--any-app'], {}],
  [['--app-id', '730', '--not-app-id', '240'], { appId: 730, notAppId: 240 }],
  [['--map', 'pl_pier', '--game-dir', 'tf'], { appId: 440, map: 'pl_pier', gameDir: 'tf' }],
  [['--tag', 'payload', '--tag', 'valve'], { appId: 440, tags: ['payload', 'valve'] }],
  [
    ['--hidden-tag', 'a', '--any-hidden-tag', 'b', '--any-hidden-tag', 'c'],
    { appId: 440, hiddenTagsAll: ['a'], hiddenTagsAny: ['b', 'c'] },
  ],
  [
    ['--name', '*casual*', '--version-match', '86*'],
    { appId: 440, nameMatch: '*casual*', versionMatch: '86*' },
  ],
  [['--has-players', '--not-full'], { appId: 440, hasPlayers: true, notFull: true }],
  [['--empty', '--full'], { appId: 440, hasPlayers: false, notFull: false }],
  [
    ['--password', '--secure', '--dedicated', '--linux', '--spectator-proxy', '--whitelisted'],
    {
      appId: 440,
      passwordProtected: true,
      secure: true,
      dedicated: true,
      linux: true,
      spectatorProxy: true,
      whitelisted: true,
    },
  ],
  [
    [
      '--no-password',
      '--no-secure',
      '--no-dedicated',
      '--no-linux',
      '--no-spectator-proxy',
      '--no-whitelisted',
    ],
    {
      appId: 440,
      passwordProtected: false,
      secure: false,
      dedicated: false,
      linux: false,
      spectatorProxy: false,
      whitelisted: false,
    },
  ],
  [
    ['--unique-address', '--game-address', '192.0.2.1', '--query-address', '192.0.2.1:27015'],
    { appId: 440, uniqueAddress: true, gameAddress: '192.0.2.1', queryAddress: '192.0.2.1:27015' },
  ],
  [
    ['--filter', '{"or":[{"map":"a"},{"nor":[{"tags":["valve"]}]}]}', '--secure'],
    { appId: 440, secure: true, or: [{ map: 'a' }, { nor: [{ tags: ['valve'] }] }] },
  ],
  [['--filter', '{"appId":730}'], { appId: 730 }],
])('makes of %j the filter %j', (args, filter) => {
  expect(read(args)).toEqual(filter);
});

it.each([
  [['--filter', '{'], '--filter is not JSON'],
  [['--filter', '[]'], '--filter: Server filter: an empty list is no filter'],
  [['--filter', '{"or":[{"mpa":"a"}]}'], '--filter: Server filter option or[0].mpa: there is no such option'],
  [['--filter', '{"map":7}'], '--filter: Server filter option map: 7 is not what it takes'],
  [['--filter', '{"map":"a"}', '--map', 'b'], 'An option and map in --filter say the same'],
  [['--map', 'cp_*'], 'Server filter option map: "cp_*" is not what it takes'],
  [['--tag', 'a,b'], 'Server filter option tags'],
  [['--game-address', 'localhost'], 'Server filter option gameAddress'],
  [['--app-id', 'tf2'], 'It is a whole number from 1 to 4294967295'],
  [['--app-id', '1e3'], 'It is a whole number'],
  [['--app-id', '440', '--any-app'], 'cannot be used with'],
  [['--empty', '--has-players'], 'cannot be used with'],
  [['--full', '--not-full'], 'cannot be used with'],
])('refuses %j and says why', (args, problem) => {
  expect(() => read(args)).toThrow(problem);
});

function read(args: readonly string[]) {
  const command = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  addServerFilterOptions(command).parse(args, { from: 'user' });
  return readServerFilter(command.opts());
}
