import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readProducts } from "../products/read-products.ts";
import { readRecords } from "./read-records.ts";

const golden = join(import.meta.dirname, "../../test/golden");
const files = readdirSync(golden).filter((name) => name.endsWith(".parquet"));

interface Row {
  readonly id: string;
  readonly title: string;
  readonly description: string | null;
  readonly tags: readonly string[] | null;
}

const { rows } = JSON.parse(readFileSync(join(golden, "parquet.json"), "utf8")) as {
  readonly rows: readonly Row[];
};

describe("Parquet as pyarrow writes it", () => {
  it("lies here in ten layouts", () => {
    expect(files).toHaveLength(10);
    expect(rows).toHaveLength(7);
  });

  it.each(files)("is read as it was meant: %s", async (name) => {
    const read = await readRecords<Row>(join(golden, name));
    expect(read.map((row) => ({ ...row, id: String(row.id) }))).toEqual(rows);
  });

  it.each(files)("holds products: %s", async (name) => {
    const products = await readProducts(join(golden, name));
    expect(
      products.map(({ id, title, description, tags }) => [id, title, description, tags]),
    ).toEqual(rows.map((row) => [row.id, row.title, row.description, row.tags ?? []]));
  });
});
