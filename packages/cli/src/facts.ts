import { columnsOf, padColumns, visibleText } from './terminal-text.ts';

/** A name and what it is; several lines where it is more than one text. Undefined facts are left out. */
export type Fact = readonly [name: string, value: string | readonly string[] | undefined];

/** Facts one below the other, their values aligned. Values are made fit for a terminal. */
export function formatFacts(facts: readonly Fact[]): string[] {
  const rows = facts.flatMap(([name, value = []]) =>
    [value].flat().map((line, index) => [index === 0 ? name : '', visibleText(line)] as const),
  );
  const width = Math.max(0, ...rows.map(([name]) => columnsOf(name)));
  return rows.map(([name, line]) => `  ${padColumns(name, width)}  ${line}`.trimEnd());
}
