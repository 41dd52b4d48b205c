import { composeSearchableContent } from "./product-text.ts";
import type { ColumnNames } from "./column-names.ts";
import type { Product } from "./product.ts";
import {
  expectRecord,
  labelList,
  optionalText,
  requiredId,
  requiredText,
} from "../files/record-fields.ts";

/** Turns a raw record into a product, or throws one error that names every bad field. */
export function parseProduct(value: unknown, columns: ColumnNames): Product {
  const record = columns.rename(expectRecord(value));
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
