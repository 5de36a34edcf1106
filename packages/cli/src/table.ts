import { colour, print } from './output.ts';
import { columnsOf, padColumns, visibleText } from './terminal-text.ts';

/**
 * Rows under a heading, columns as wide as their widest cell. Right-aligned where `align` says so. Cells are made
 * fit for a terminal: they often hold what somebody else chose.
 */
export function formatTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  { alignRight = [] }: { alignRight?: readonly string[] } = {},
): string[] {
  const lines = [heading, ...rows.map((row) => row.map(visibleText))];
  const widths = heading.map((_, column) =>
    lines.reduce((widest, cells) => Math.max(widest, columnsOf(cells[column] ?? '')), 0),
  );
  return lines.map((cells) =>
    cells
      .map((cell, column) =>
        padColumns(cell, widths[column] ?? 0, { isRight: alignRight.includes(heading[column] ?? '') }),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** Prints a table to stdout. Piped into another program it has no heading: every line is a row. */
export function printTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  options: { alignRight?: readonly string[] } = {},
): void {
  const [first, ...lines] = formatTable(heading, rows, options);
  if (process.stdout.isTTY && first !== undefined) print(colour(first, 'bold'));
  for (const line of lines) print(line);
}
