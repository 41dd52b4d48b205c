/**
 * What is wrong with the columns of a table, or nothing. A header in one piece that holds another
 * separator is named as such.
 */
export function missingColumns(
  columns: readonly string[],
  required: readonly string[],
): string | undefined {
  const missing = required.filter((column) => !columns.includes(column));
  if (missing.length === 0) return undefined;
  const [only = ""] = columns;
  const separator = columns.length === 1 ? /[;|\t,]/u.exec(only)?.[0] : undefined;
  const guess =
    separator === undefined
      ? ""
      : ` The fields seem to be separated by ${JSON.stringify(separator)}.`;
  const got = columns.map((column) => JSON.stringify(column)).join(", ");
  const wanted = missing.map((column) => JSON.stringify(column)).join(" and ");
  return `expected a column ${wanted}, got ${got}.${guess}`;
}
