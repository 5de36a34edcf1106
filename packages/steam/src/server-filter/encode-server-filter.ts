import { type FilterPair, filterConditions } from './filter-conditions.ts';
import type { ServerFilter, ServerFilterCondition, ServerFilterOperator } from './server-filter.ts';
import { ServerFilterError } from './server-filter-error.ts';

/** A condition, or an operator with its operands, on the way to the wire. */
type FilterNode =
  | { readonly name: string; readonly value: string }
  | { readonly operator: ServerFilterOperator; readonly operands: readonly FilterNode[] };

const conditionNames = Object.keys(filterConditions) as readonly ServerFilterCondition[];
const operatorNames: readonly ServerFilterOperator[] = ['or', 'and', 'nor', 'nand'];
const optionNames = new Set<string>([...conditionNames, ...operatorNames]);

/** Filters come from users too: one nested deeper is a mistake or an attack. */
const MAX_DEPTH = 32;

/**
 * The filter in the grammar of IGameServersService/GetServerList: `\name\value` pairs, one after the other without
 * a separator. An operator is a prefix whose value counts all the pairs that belong to it, those of nested
 * operators included.
 *
 * @throws {ServerFilterError} for unknown options, values Steam would misread, and operands that say nothing.
 * @example
 * encodeServerFilter({ appId: 440, or: [{ map: 'pl_upward' }, { map: 'pl_badwater' }] });
 * // '\appid\440\or\2\map\pl_upward\map\pl_badwater'
 */
export function encodeServerFilter(filter: ServerFilter): string {
  return readFilter(filter, '', 0).map(write).join('');
}

/** What the filter asks for, in the order of sending: plain pairs, then what needs an operator. */
function readFilter(filter: ServerFilter, path: string, depth: number): FilterNode[] {
  refuseUnlessFilter(filter, path);
  if (depth > MAX_DEPTH) throw new ServerFilterError(path, `nested more than ${MAX_DEPTH} deep.`);
  const pairs = conditionNames.flatMap((name) => readCondition(filter, name, { path, depth }));
  const negated = pairs.filter(({ isNegated }) => isNegated);
  return [
    ...pairs.filter(({ isNegated }) => !isNegated),
    ...negated.map((pair): FilterNode => ({ operator: 'nor', operands: [pair] })),
    ...operatorNames.flatMap((operator) => readOperator(filter, operator, { path, depth })),
  ];
}

interface Place {
  /** Of the filter the option stands in. */
  readonly path: string;
  readonly depth: number;
}

function readCondition(filter: ServerFilter, name: ServerFilterCondition, place: Place): FilterPair[] {
  const value = filter[name];
  if (value === undefined) return [];
  const option = joinPath(place.path, name);
  if (name === 'uniqueAddress' && place.depth > 0) {
    throw new ServerFilterError(option, 'it is about the whole list. Move it out of the operands.');
  }
  const { expected, toPair } = filterConditions[name];
  const pair = toPair(value);
  if (pair) return [pair];
  throw new ServerFilterError(option, `${quote(value)} is not what it takes. Expected ${expected}.`);
}

function readOperator(filter: ServerFilter, operator: ServerFilterOperator, place: Place): FilterNode[] {
  const filters: unknown = filter[operator];
  if (filters === undefined) return [];
  const option = joinPath(place.path, operator);
  if (!Array.isArray(filters) || filters.length === 0) {
    throw new ServerFilterError(option, 'it has no operands. Expected a list of at least one filter.');
  }
  const operands = [...filters].flatMap((operand: ServerFilter, index) => {
    const path = `${option}[${index}]`;
    const nodes = readFilter(operand, path, place.depth + 1);
    if (nodes.length === 0)
      throw new ServerFilterError(path, 'it says nothing. Expected at least one option.');
    // Several conditions are one operand only when an `and` holds them together; an `and` is that itself.
    const isOne = nodes.length === 1 || operator === 'and';
    return isOne ? nodes : [{ operator: 'and', operands: nodes } satisfies FilterNode];
  });
  return [{ operator, operands }];
}

function refuseUnlessFilter(filter: unknown, path: string): asserts filter is ServerFilter {
  if (typeof filter !== 'object' || filter === null || Array.isArray(filter)) {
    throw new ServerFilterError(path, `${quote(filter)} is no filter. Expected an object with options.`);
  }
  const unknown = Object.keys(filter).find((name) => !optionNames.has(name));
  if (unknown === undefined) return;
  const allowed = [...optionNames].join(', ');
  throw new ServerFilterError(
    joinPath(path, cut(unknown)),
    `there is no such option. Expected one of ${allowed}.`,
  );
}

function write(node: FilterNode): string {
  if (!('operator' in node)) return `\\${node.name}\\${node.value}`;
  const { operator, operands } = node;
  return `\\${operator}\\${countPairs(operands)}${operands.map(write).join('')}`;
}

function countPairs(nodes: readonly FilterNode[]): number {
  return nodes.reduce((sum, node) => sum + 1 + ('operator' in node ? countPairs(node.operands) : 0), 0);
}

function joinPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function quote(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'this list';
  return typeof value === 'object' && value !== null ? 'an object' : cut(String(value));
}

function cut(text: string): string {
  return text.length > 64 ? `${text.slice(0, 64)}…` : text;
}
