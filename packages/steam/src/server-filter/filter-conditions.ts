import type { ServerFilterCondition } from './server-filter.ts';

/** One name and value on the wire. `isNegated`: sent inside a `nor`, since no value of it says the opposite. */
export interface FilterPair {
  readonly name: string;
  readonly value: string;
  readonly isNegated: boolean;
}

interface Condition {
  /** What the option takes, as an error says it. */
  readonly expected: string;
  /** `undefined` for a value that is not as expected. */
  readonly toPair: (value: unknown) => FilterPair | undefined;
}

const MAX_UINT32 = 0xffff_ffff;
const FORBIDDEN_ANYWHERE = String.raw`"\", control characters and broken Unicode`;
/** There is no escape for a backslash; control characters and lone surrogates would not arrive as they are. */
const UNSENDABLE = /[\\\p{Cc}\p{Cs}]/u;
const IPV4_AND_PORT = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?::([1-9]\d{0,4}))?$/;

/**
 * Every condition and its token, in the order in which they are sent. Most tokens have one documented value:
 * `\secure\0` means nothing, and the opposite of `\secure\1` is `\nor\1\secure\1`.
 */
export const filterConditions: Readonly<Record<ServerFilterCondition, Condition>> = {
  appId: number('appid'),
  notAppId: number('napp'),
  gameDir: text('gamedir', { without: '*' }),
  map: text('map', { without: '*' }),
  tags: list('gametype'),
  hiddenTagsAll: list('gamedata'),
  hiddenTagsAny: list('gamedataor'),
  nameMatch: text('name_match', { without: '' }),
  versionMatch: text('version_match', { without: '' }),
  dedicated: flag({ yes: pair('dedicated', '1') }),
  secure: flag({ yes: pair('secure', '1') }),
  linux: flag({ yes: pair('linux', '1') }),
  passwordProtected: flag({ no: pair('password', '0') }),
  // `empty` and `full` mean the opposite of what they say.
  hasPlayers: flag({ yes: pair('empty', '1'), no: pair('noplayers', '1') }),
  notFull: flag({ yes: pair('full', '1') }),
  spectatorProxy: flag({ yes: pair('proxy', '1') }),
  whitelisted: flag({ yes: pair('white', '1') }),
  uniqueAddress: {
    expected: 'true, or leave it out',
    toPair: (value) => (value === true ? pair('collapse_addr_hash', '1') : undefined),
  },
  gameAddress: address('gameaddr'),
  queryAddress: address('addr'),
};

function pair(name: string, value: string): FilterPair {
  return { name, value, isNegated: false };
}

function number(name: string): Condition {
  return {
    expected: `a whole number from 1 to ${MAX_UINT32}`,
    toPair: (value) => {
      const isNumber = typeof value === 'number' && Number.isInteger(value) && value >= 1;
      return isNumber && value <= MAX_UINT32 ? pair(name, String(value)) : undefined;
    },
  };
}

/** `without`: the characters that mean something else here, besides what no value may hold. */
function text(name: string, { without }: { readonly without: string }): Condition {
  const also = [...without].map((character) => `"${character}", `).join('');
  return {
    expected: `a text without ${also}${FORBIDDEN_ANYWHERE}`,
    toPair: (value) => (isSendable(value, without) ? pair(name, value) : undefined),
  };
}

function list(name: string): Condition {
  return {
    expected: `a list of at least one text, each without ",", "*", ${FORBIDDEN_ANYWHERE}`,
    toPair: (value) => {
      if (!Array.isArray(value) || value.length === 0) return undefined;
      const items: readonly unknown[] = [...value];
      return items.every((item) => isSendable(item, ',*')) ? pair(name, items.join(',')) : undefined;
    },
  };
}

/** The side without a token of its own is the other side's, negated. */
function flag(tokens: { readonly yes: FilterPair; readonly no?: FilterPair } | { readonly no: FilterPair }) {
  const yes = 'yes' in tokens ? tokens.yes : { ...tokens.no, isNegated: true };
  const no = tokens.no ?? { ...yes, isNegated: true };
  return {
    expected: 'true or false',
    toPair: (value: unknown) => (typeof value === 'boolean' ? (value ? yes : no) : undefined),
  };
}

function address(name: string): Condition {
  return {
    expected: 'an IPv4 address such as 192.0.2.10 or 192.0.2.10:27015',
    toPair: (value) => (typeof value === 'string' && isIpv4AndPort(value) ? pair(name, value) : undefined),
  };
}

function isSendable(value: unknown, without: string): value is string {
  if (typeof value !== 'string' || value === '' || UNSENDABLE.test(value)) return false;
  return ![...without].some((character) => value.includes(character));
}

function isIpv4AndPort(value: string): boolean {
  const [, a, b, c, d, port = '1'] = IPV4_AND_PORT.exec(value) ?? [];
  const octets = [a, b, c, d];
  // Written back and compared, so that "010" is no octet.
  const areOctets = octets.every(
    (octet) => octet !== undefined && String(Math.min(255, Number(octet))) === octet,
  );
  return areOctets && Number(port) <= 65_535;
}
