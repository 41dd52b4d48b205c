/** Where the cells of a column stand. */
export type ColumnAlign = "left" | "right";

/** A table of cells that are Markdown already; text of others must be escaped before. */
export function markdownTable(
  columns: readonly (readonly [header: string, align: ColumnAlign])[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(([header]) => header)),
    line(columns.map(([, align]) => (align === "right" ? "---:" : "---"))),
    ...rows.map(line),
  ].join("\n");
}
