/** Individual accounts of the public universe begin here. */
const FIRST_ACCOUNT = 0x0110_0001_0000_0000n;
const LAST_ACCOUNT_NUMBER = 0xffff_ffffn;

const STEAM3 = /^\[U:1:(\d{1,10})\]$/;
const STEAM2 = /^STEAM_[01]:([01]):(\d{1,10})$/;

/**
 * The SteamID64 of a network id such as `[U:1:46143802]` or `STEAM_0:0:23071901`, as decimal text.
 * Undefined for what is no account: `BOT`, `STEAM_ID_PENDING`, and the account 0 of a game without Steam.
 */
export function steamId64Of(networkId: string): string | undefined {
  const account = accountNumberOf(networkId);
  if (account === undefined || account === 0n || account > LAST_ACCOUNT_NUMBER) return undefined;
  return String(FIRST_ACCOUNT + account);
}

function accountNumberOf(networkId: string): bigint | undefined {
  const steam3 = STEAM3.exec(networkId)?.[1];
  if (steam3 !== undefined) return BigInt(steam3);
  const [, lowestBit, others] = STEAM2.exec(networkId) ?? [];
  if (lowestBit === undefined || others === undefined) return undefined;
  return BigInt(others) * 2n + BigInt(lowestBit);
}
