import { composeSearchableContent } from "./product-text.ts";
import type { ColumnNames } from "./column-names.ts";
import type { Product } from "./product.ts";
import { textWithoutHtml } from "./text-without-html.ts";
import {
  expectRecord,
  labelList,
  optionalText,
  requiredId,
  requiredText,
  type RawRecord,
} from "../files/record-fields.ts";

/** What is done with HTML in a product's texts: nothing, or only what a reader sees is taken. */
export type HtmlInTexts = "keep" | "text";

/** Turns a raw record into a product, or throws one error that names every bad field. */
export function parseProduct(
  value: unknown,
  columns: ColumnNames,
  html: HtmlInTexts = "keep",
): Product {
  const found = columns.rename(expectRecord(value));
  const record = html === "keep" ? found : withoutHtml(found);
  const problems: string[] = [];
  const field = <Value>(read: () => Value): Value | undefined => {
    try {
      return read();
    } catch (error) {
      problems.push((error as Error).message);
      return undefined;
    }
  };
  const id = field(() => requiredId(record, "id"));
  const title = field(() => requiredText(record, "title"));
  const description = field(() => optionalText(record, "description")) ?? null;
  const category = field(() => optionalText(record, "category")) ?? null;
  const tags = field(() => labelList(record, "tags")) ?? [];
  const content = field(() => optionalText(record, "searchable_content")) ?? null;
  const source_file = field(() => optionalText(record, "source_file")) ?? null;
  if (id === undefined || title === undefined || problems.length > 0)
    throw new Error(problems.join(" "));
  const searchable_content = content ?? composeSearchableContent({ title, description });
  return { id, title, description, category, tags, searchable_content, source_file };
}

function withoutHtml(record: RawRecord): RawRecord {
  const shown = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shown);
    return typeof value === "string" ? textWithoutHtml(value) : value;
  };
  const texts = ["title", "description", "category", "tags", "searchable_content"] as const;
  return { ...record, ...Object.fromEntries(texts.map((field) => [field, shown(record[field])])) };
}
