import type { ColumnNames, TableNames } from "@searchfit/pg-corpus";
import { ReembedError } from "../reembed-error.ts";
import type { DatabaseFlags } from "./flags.ts";

/** Columns that may have other names, as `--column` calls them. */
const columnKeys: Readonly<Record<string, keyof ColumnNames>> = {
  id: "id",
  title: "title",
  description: "description",
  category: "category",
  tags: "tags",
  searchable_content: "searchableContent",
  source_file: "sourceFile",
  status: "status",
  content_embedding: "contentEmbedding",
  title_embedding: "titleEmbedding",
  updated_at: "updatedAt",
};

const required: readonly string[] = ["id", "title", "content_embedding"];

/**
 * Names of the table and its columns. `--column title_embedding=` says that there is none.
 *
 * @throws {ReembedError} `INVALID_SETTING`.
 */
export function readTable({
  schema,
  table,
  column = [],
}: Pick<DatabaseFlags, "schema" | "table" | "column">): TableNames {
  return { schema, table, columns: Object.fromEntries(column.map(readColumn)) };
}

function readColumn(text: string): readonly [keyof ColumnNames, string | null] {
  const [name = "", value] = splitOnce(text);
  const key = Object.hasOwn(columnKeys, name) ? columnKeys[name] : undefined;
  if (key !== undefined && value !== undefined && (value !== "" || !required.includes(name)))
    return [key, value === "" ? null : value];
  throw new ReembedError(
    "INVALID_SETTING",
    `Expected --column to be NAME=COLUMN, got ${JSON.stringify(text.slice(0, 200))}.`,
    {
      hint: `NAME is one of ${Object.keys(columnKeys).join(", ")}; an empty COLUMN means that there is none (not for ${required.join(", ")}).`,
    },
  );
}

function splitOnce(text: string): readonly [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
