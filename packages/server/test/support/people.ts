import { createApiKey } from '../../src/accounts/api-keys.ts';
import { createAccount, grantRole, revokeRole } from '../../src/accounts/roles.ts';
import type { TestDatabase } from './test-database.ts';

/** Somebody with a key. */
export interface Person {
  readonly steamId: bigint;
  readonly key: string;
}

/** One of each kind of account: `outcast` is a player whose role was taken away. */
export interface People {
  readonly player: Person;
  readonly otherPlayer: Person;
  readonly analyst: Person;
  readonly otherAnalyst: Person;
  readonly admin: Person;
  readonly outcast: Person;
}

export async function createPeople({ db }: TestDatabase): Promise<People> {
  let steamId = 76_561_197_960_300_000n;
  const create = async (role?: 'analyst' | 'admin'): Promise<Person> => {
    steamId += 1n;
    await createAccount(db, steamId);
    if (role) await grantRole(db, { steamId, role });
    return { steamId, key: (await createApiKey(db, steamId)).key };
  };
  const people = {
    player: await create(),
    otherPlayer: await create(),
    analyst: await create('analyst'),
    otherAnalyst: await create('analyst'),
    admin: await create('admin'),
    outcast: await create(),
  };
  await revokeRole(db, { steamId: people.outcast.steamId, role: 'player' });
  return people;
}
