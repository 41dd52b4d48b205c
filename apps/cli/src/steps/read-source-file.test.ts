import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeRecords } from "@searchfit/retrieval-dataset";
import { afterAll, expect, it } from "vitest";
import type { FileColumns } from "../settings/file-columns.ts";
import { readSourceFile } from "./read-source-file.ts";

const folder = mkdtempSync(join(tmpdir(), "source-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("reads the products of a Parquet file", async () => {
  const path = join(folder, "shop.pq");
  await writeRecords(path, [{ id: 7, title: "Oak desk" }], { format: "parquet" });
  const source = { kind: "file", format: "parquet", path } as const;
  const products = await readSourceFile(source, { textTemplate: null, warn: () => undefined });
  expect(products.map(({ id, title }) => [id, title])).toEqual([["7", "Oak desk"]]);
});

it("reads the chunks of a folder of documents and tells what it leaves out", async () => {
  writeFileSync(join(folder, "leave.md"), "# Leave\n\nStaff get 25 days.\n");
  const source = { kind: "file", format: "docs", path: folder } as const;
  const skipped: string[] = [];
  const chunks = await readSourceFile(source, {
    textTemplate: null,
    warn: (text) => skipped.push(text),
  });
  expect(chunks.map(({ id }) => id)).toEqual(["leave.md#1"]);
  expect(skipped).toEqual([expect.stringContaining("shop.pq is left out")]);
});

it("makes the texts of products by a template, and names what is wrong with one", async () => {
  const path = join(folder, "shop.jsonl");
  await writeRecords(path, [
    { id: 7, title: "Oak desk", category: "Desks", description: "Solid." },
  ]);
  const source = { kind: "file", format: "jsonl", path } as const;
  const warn = () => undefined;
  const textTemplate = "{title}.[ {description}][ Category: {category}.]";
  const [product] = await readSourceFile(source, { textTemplate, warn });
  expect(product?.searchable_content).toBe("Oak desk. Solid. Category: Desks.");
  await expect(readSourceFile(source, { textTemplate: "{colour}", warn })).rejects.toMatchObject({
    code: "INVALID_TEMPLATE",
  });
});

it("reads a shop's export by the names of its columns, and notes how it was taken", async () => {
  const path = join(folder, "shop.csv");
  writeFileSync(path, 'SKU;Name;"Body (HTML)";Price\n1;Oak desk;"Solid; brown";9,50\n');
  const source = { kind: "file", format: "csv", path } as const;
  const notes: string[] = [];
  const read = (columns: FileColumns | null) =>
    readSourceFile(source, {
      textTemplate: null,
      columns,
      note: (text) => notes.push(text),
      warn: () => undefined,
    });
  expect(
    await read({ id: "sku", title: "name", description: "Body (HTML)", tags: null }),
  ).toMatchObject([{ id: "1", title: "Oak desk", description: "Solid; brown" }]);
  expect(notes).toEqual([
    "fields are separated by semicolons, not commas",
    "columns not used: Price",
  ]);
  await expect(read(null)).rejects.toMatchObject({
    code: "INVALID_FILE",
    hint: "Name them: --columns 'id=SKU,title=Name,description=Body (HTML)'",
  });
  await expect(read({ id: "code", title: "name" })).rejects.toMatchObject({
    message: expect.stringContaining('expected a column "code", got "SKU", "Name"'),
    hint: expect.stringContaining("--columns 'id=SKU,title=Name"),
  });
});
