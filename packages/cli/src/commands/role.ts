import type { Role } from '@demobase/server';
import { Argument, type Command } from 'commander';
import { type DatabaseAccess, withCurrentDatabase } from '../database-access.ts';
import { print, printJson } from '../output.ts';
import { parseSteamId } from '../steam-id-argument.ts';

const ROLES: readonly Role[] = ['player', 'analyst', 'admin'];

interface JsonOption {
  readonly json?: boolean;
}

/** `demobase role grant`, `revoke` and `list` */
export function addRoleCommand(program: Command): void {
  const role = program
    .command('role')
    .summary('grant and revoke roles')
    .description('Grant and revoke roles: player uploads, analyst reads every demo, admin does all.');
  role
    .command('grant')
    .summary('give an account a role')
    .description(
      'Give an account a role, and make the account if there is none. Prints the roles it has then.',
    )
    .addArgument(steamIdArgument())
    .addArgument(roleArgument())
    .option('--json', 'print {"steam_id", "roles"}')
    .addHelpText('after', '\nExample:\n  $ demobase role grant 76561198006409530 analyst')
    .action((steamId: bigint, role: Role, options: JsonOption) =>
      withCurrentDatabase(async (access) => {
        await access.server.createAccount(access.db, steamId);
        await access.server.grantRole(access.db, { steamId, role });
        await printRoles(steamId, options, access);
      }),
    );
  role
    .command('revoke')
    .summary('take a role from an account')
    .description('Take a role from an account. Prints the roles it has then.')
    .addArgument(steamIdArgument())
    .addArgument(roleArgument())
    .option('--json', 'print {"steam_id", "roles"}')
    .addHelpText('after', '\nExample:\n  $ demobase role revoke STEAM_0:0:23071901 analyst')
    .action((steamId: bigint, role: Role, options: JsonOption) =>
      withCurrentDatabase(async (access) => {
        await access.server.revokeRole(access.db, { steamId, role });
        await printRoles(steamId, options, access);
      }),
    );
  role
    .command('list')
    .summary('list the roles of an account')
    .description('List the roles of an account, one a line.')
    .addArgument(steamIdArgument())
    .option('--json', 'print {"steam_id", "roles"}')
    .addHelpText('after', '\nExample:\n  $ demobase role list "[U:1:46143802]"')
    .action((steamId: bigint, options: JsonOption) =>
      withCurrentDatabase((access) => printRoles(steamId, options, access)),
    );
}

async function printRoles(
  steamId: bigint,
  { json }: JsonOption,
  { server, db }: DatabaseAccess,
): Promise<void> {
  const roles = [...(await server.rolesOf(db, steamId))].sort();
  if (json) printJson({ steam_id: String(steamId), roles });
  else for (const role of roles) print(role);
}

function steamIdArgument(): Argument {
  return new Argument('<steam-id>', 'any spelling of a Steam ID').argParser(parseSteamId);
}

function roleArgument(): Argument {
  return new Argument('<role>').choices(ROLES);
}
