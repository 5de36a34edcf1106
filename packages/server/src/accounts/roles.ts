import type { Kysely } from 'kysely';
import type { Database, Role } from '../database/schema.ts';
import { errors } from '../errors.ts';
import { deleteRole, findRoles, insertAccount, insertRole, lockAccount } from './store.ts';

/** Makes the account of a Steam user, with the role `player`. One that exists stays as it is. */
export async function createAccount(db: Kysely<Database>, steamId: bigint): Promise<void> {
  await insertAccount(db, steamId);
}

/** Gives an account a role; giving it twice changes nothing. @throws `account_unknown`. */
export async function grantRole(
  db: Kysely<Database>,
  { steamId, role }: { steamId: bigint; role: Role },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    if (!(await lockAccount(transaction, steamId))) throw errors.accountUnknown({ steamId });
    await insertRole(transaction, steamId, role);
  });
}

/** Takes a role away; an account that does not have it stays as it is. */
export async function revokeRole(
  db: Kysely<Database>,
  { steamId, role }: { steamId: bigint; role: Role },
): Promise<void> {
  await deleteRole(db, steamId, role);
}

/** The roles granted to an account; none if there is no such account. */
export async function rolesOf(db: Kysely<Database>, steamId: bigint): Promise<ReadonlySet<Role>> {
  return new Set(await findRoles(db, steamId));
}

/** Whether somebody with these roles may do what `needed` allows: an admin may do what an analyst may. */
export function allowsRole(granted: ReadonlySet<Role>, needed: Role): boolean {
  return granted.has(needed) || (needed === 'analyst' && granted.has('admin'));
}
