import { missingColumns } from "../files/missing-columns.ts";
import type { RawRecord } from "../files/record-fields.ts";
import { likelyColumn } from "./likely-column.ts";
import { PRODUCT_FIELDS } from "./product-fields.ts";
import type { Product } from "./product.ts";

/** Which field of a file holds which field of a product; what is not named keeps its name. */
export type ProductColumns = Partial<Readonly<Record<keyof Product, string>>>;

type Field = keyof Product;

/** Names of columns that are remembered: JSON may have others in every record. */
const MOST_SEEN = 1000;

/** Finds the fields of products in the records of one file, and remembers what it saw there. */
export class ColumnNames {
  readonly #columns: ProductColumns;
  readonly #seen = new Set<string>();
  readonly #used = new Set<string>();
  #layout = "";
  #sources: ReadonlyMap<Field, string> = new Map();

  constructor(columns: ProductColumns = {}) {
    this.#columns = columns;
  }

  /** Columns of the file, in the order they came. */
  get seen(): readonly string[] {
    return [...this.#seen];
  }

  /** Columns that no field was taken from. */
  get unused(): readonly string[] {
    return this.seen.filter((name) => !this.#used.has(name));
  }

  /** What is wrong with the header of a table, if anything. */
  check(header: readonly string[]): string | undefined {
    this.#look(header);
    return missingColumns(header, this.#missing(["id", "title", ...this.#named()]));
  }

  /** Which columns that were named no record had, if any. */
  missingNamed(): string | undefined {
    return missingColumns(this.seen, this.#missing(this.#named()));
  }

  /** The record with the names of the product's fields. */
  rename(record: RawRecord): RawRecord {
    this.#look(Object.keys(record));
    return Object.fromEntries([...this.#sources].map(([field, name]) => [field, record[name]]));
  }

  /**
   * Columns that may hold the fields, when the file has nothing for `id` or `title`; `COLUMN` where
   * none is likely.
   */
  suggestion(): ProductColumns | undefined {
    const lost = this.#missing(["id", "title"]).length > 0;
    if (!lost || this.#seen.size < 2) return undefined;
    const free = new Set(this.unused);
    const suggested: Partial<Record<Field, string>> = {};
    for (const field of PRODUCT_FIELDS) {
      const found = sourceOf(this.seen, this.#nameOf(field));
      const likely = found ?? likelyColumn(field, [...free]);
      if (likely !== undefined) free.delete(likely);
      const needed = field === "id" || field === "title";
      if (found === undefined || this.#columns[field] !== undefined)
        if (likely !== undefined || needed) suggested[field] = likely ?? "COLUMN";
    }
    return suggested;
  }

  #named(): readonly Field[] {
    return PRODUCT_FIELDS.filter((field) => this.#columns[field] !== undefined);
  }

  #nameOf(field: Field): string {
    return this.#columns[field] ?? field;
  }

  #missing(fields: readonly Field[]): readonly string[] {
    const missing = fields.filter(
      (field) => sourceOf(this.seen, this.#nameOf(field)) === undefined,
    );
    return [...new Set(missing.map((field) => this.#nameOf(field)))];
  }

  #look(names: readonly string[]): void {
    const layout = names.join("\0");
    if (layout === this.#layout) return;
    this.#layout = layout;
    for (const name of names) if (this.#seen.size < MOST_SEEN) this.#seen.add(name);
    const sources = PRODUCT_FIELDS.flatMap((field) => {
      const name = sourceOf(names, this.#nameOf(field));
      return name === undefined ? [] : [[field, name] as const];
    });
    this.#sources = new Map(sources);
    for (const [, name] of sources) this.#used.add(name);
  }
}

/** The very name, else the only one that differs in case and blanks. */
function sourceOf(names: readonly string[], wanted: string): string | undefined {
  if (names.includes(wanted)) return wanted;
  const alike = names.filter((name) => name.trim().toLowerCase() === wanted.trim().toLowerCase());
  return alike.length === 1 ? alike[0] : undefined;
}
