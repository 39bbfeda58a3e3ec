/** What people wrote, with nothing in it that a terminal would obey. */
export const onOneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ');

/** `1 tier`, `2 priorities`. */
export function count(n: number, noun: string): string {
  if (n === 1) return `1 ${noun}`;
  return noun.endsWith('y') ? `${inFigures(n)} ${noun.slice(0, -1)}ies` : `${inFigures(n)} ${noun}s`;
}

/** `12,345`. */
export const inFigures = (n: number): string => n.toLocaleString('en-US');

/** Rows of cells as lines with aligned columns. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
