import { fieldsOf } from "./fields-of.ts";
import type { WritableRecords } from "./write-records.ts";

/** How a table is laid out. */
export interface DelimitedLayout {
  /** What stands between two fields. */
  readonly delimiter: "," | "\t";
  /** Its columns; those of the first record when they are not named. */
  readonly columns: readonly string[] | undefined;
}

/** The lines of a CSV or TSV file, header first. Without records and columns there is none. */
export async function* delimitedPieces(
  records: WritableRecords,
  { delimiter, columns }: DelimitedLayout,
): AsyncGenerator<string> {
  let names = columns;
  if (names !== undefined) yield lineOf(names, delimiter);
  for await (const record of records) {
    if (names === undefined) {
      names = Object.keys(record);
      yield lineOf(names, delimiter);
    }
    yield lineOf(fieldsOf(record, names), delimiter);
  }
}

function lineOf(values: readonly unknown[], delimiter: string): string {
  const fields = values.map((value) => fieldText(value, delimiter));
  // A line of one empty field would be a blank line, which readers pass over.
  if (fields.length === 1 && fields[0] === "") return '""\n';
  // Without a comma, a separator of other tables would be taken for one.
  if (fields.length === 1 && /^[^"]*[;\t]/u.test(fields[0] ?? "")) return `"${fields[0]}"\n`;
  return `${fields.join(delimiter)}\n`;
}

function fieldText(value: unknown, delimiter: string): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const quoted = text.includes(delimiter) || /["\r\n\uFEFF]|^\s|\s$/u.test(text);
  return quoted ? `"${text.replaceAll('"', '""')}"` : text;
}
