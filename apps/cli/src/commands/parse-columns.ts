import { InvalidArgumentError } from "commander";
import { productFields, type FileColumns } from "../settings/file-columns.ts";

/**
 * Parses `--columns`: which column of a file holds which field of a product. Fields that are not named
 * are null, so that none of an earlier run stays.
 *
 * @throws {InvalidArgumentError} For a field that products do not have, or one without a column.
 * @example
 * parseColumns("id=sku,title=name"); // { id: "sku", title: "name", description: null, … }
 */
export function parseColumns(text: string): FileColumns {
  const columns = new Map<string, string | null>(productFields.map((field) => [field, null]));
  for (const part of text.split(",")) {
    const [, field = "", column] = /^\s*(\w+)\s*=\s*(.*\S)\s*$/u.exec(part) ?? [];
    if (column === undefined || !columns.has(field))
      throw new InvalidArgumentError(
        `expected FIELD=COLUMN,… with the fields ${productFields.join(", ")}, got ${JSON.stringify(part)}.`,
      );
    if (columns.get(field) !== null)
      throw new InvalidArgumentError(`expected each field once, got ${field} again.`);
    columns.set(field, column);
  }
  return Object.fromEntries(columns);
}
