import { colour, print } from './output.ts';

/** Rows under a heading, columns as wide as their widest cell. Right-aligned where `align` says so. */
export function formatTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  { alignRight = [] }: { alignRight?: readonly string[] } = {},
): string[] {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [heading, ...rows].map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return alignRight.includes(heading[column] ?? '') ? cell.padStart(width) : cell.padEnd(width);
      })
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
