import { ByteWriter, ParquetWriter, type SchemaElement } from "hyparquet-writer";
import { fieldsOf } from "./fields-of.ts";
import type { WritableRecords } from "./write-records.ts";

/** Rows of a row group: what a reader without an index of pages holds at once. */
const GROUP_ROWS = 2000;
/** Records that say what the columns hold. */
const FIRST_ROWS = 10_000;

type ColumnKind = "text" | "number" | "boolean" | "texts" | "json";

interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** The bytes of a Parquet file in row groups of 2,000 records; the first 10,000 are held at once. */
export async function* parquetPieces(
  records: WritableRecords,
  names: readonly string[] | undefined,
): AsyncGenerator<Uint8Array> {
  const bytes = new ByteWriter();
  let file: { readonly writer: ParquetWriter; readonly columns: readonly Column[] } | undefined;
  for await (const group of groupsOf(records, names)) {
    file ??= openFile(bytes, group);
    writeGroup(file.writer, file.columns, group.rows);
    yield flush(bytes);
  }
  file ??= openFile(bytes, { names: names ?? [], rows: [] });
  await file.writer.finish();
  yield flush(bytes);
}

interface RowGroup {
  readonly names: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

async function* groupsOf(
  records: WritableRecords,
  names: readonly string[] | undefined,
): AsyncGenerator<RowGroup> {
  let columns = names;
  let rows: (readonly unknown[])[] = [];
  let wanted = FIRST_ROWS;
  for await (const record of records) {
    columns ??= Object.keys(record);
    rows.push(fieldsOf(record, columns));
    if (rows.length < wanted) continue;
    yield { names: columns, rows };
    rows = [];
    wanted = GROUP_ROWS;
  }
  if (rows.length > 0) yield { names: columns ?? [], rows };
}

function openFile(
  writer: ByteWriter,
  { names, rows }: RowGroup,
): { readonly writer: ParquetWriter; readonly columns: readonly Column[] } {
  const columns = names.map((name, index) => ({
    name,
    kind: kindOf(rows.map((row) => row[index])),
  }));
  const schema: SchemaElement[] = [{ name: "root", num_children: columns.length }];
  for (const column of columns) schema.push(...schemaOf(column));
  return { writer: new ParquetWriter({ writer, schema, createdBy: "searchfit" }), columns };
}

function kindOf(values: readonly unknown[]): ColumnKind {
  const given = values.filter((value) => value !== null && value !== undefined);
  const all = (test: (value: unknown) => boolean): boolean => given.every(test);
  if (all((value) => typeof value === "string")) return "text";
  if (all((value) => typeof value === "number")) return "number";
  if (all((value) => typeof value === "boolean")) return "boolean";
  return all(isTexts) ? "texts" : "json";
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((text) => typeof text === "string");
}

function schemaOf({ name, kind }: Column): SchemaElement[] {
  const optional = { name, repetition_type: "OPTIONAL" } as const;
  if (kind === "number") return [{ ...optional, type: "DOUBLE" }];
  if (kind === "boolean") return [{ ...optional, type: "BOOLEAN" }];
  if (kind === "text") return [{ ...optional, type: "BYTE_ARRAY", converted_type: "UTF8" }];
  if (kind === "json") return [{ ...optional, type: "BYTE_ARRAY", converted_type: "JSON" }];
  return [
    { ...optional, num_children: 1, converted_type: "LIST" },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    { name: "element", repetition_type: "OPTIONAL", type: "BYTE_ARRAY", converted_type: "UTF8" },
  ];
}

const FITS: Readonly<Record<ColumnKind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  boolean: (value) => typeof value === "boolean",
  texts: isTexts,
  json: () => true,
};

function writeGroup(
  writer: ParquetWriter,
  columns: readonly Column[],
  rows: readonly (readonly unknown[])[],
): void {
  const columnData = columns.map(({ name, kind }, index) => {
    const data = rows.map((row) => row[index] ?? null);
    const other = data.find((value) => value !== null && !FITS[kind](value));
    if (other !== undefined)
      throw new TypeError(
        `Expected ${kind} in the column "${name}" as in the first records, got ${JSON.stringify(other)}.`,
      );
    return { name, data };
  });
  void writer.write({ columnData, rowGroupSize: GROUP_ROWS });
}

/** The bytes written since the last call; the writer's count of all bytes goes on. */
function flush(writer: ByteWriter): Uint8Array {
  const bytes = writer.getBytes().slice();
  writer.index = 0;
  return bytes;
}
