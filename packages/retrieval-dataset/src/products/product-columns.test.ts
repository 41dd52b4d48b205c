import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, it } from "vitest";
import { readProducts } from "./read-products.ts";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";

const folder = mkdtempSync(join(tmpdir(), "product-columns-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(ending: string, content: string | Uint8Array): string {
  files += 1;
  const path = join(folder, `${files}${ending}`);
  writeFileSync(path, content);
  return path;
}

async function failure(path: string): Promise<RetrievalDatasetError> {
  const error: unknown = await readProducts(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RetrievalDatasetError);
  return error as RetrievalDatasetError;
}

it("takes fields whatever the case of their names, the very name first", async () => {
  const table = file(".csv", "ID, Title ,Description,description\n1,Lamp,no,yes\n");
  const [row] = await readProducts(table, { columns: { category: "TITLE" } });
  expect(row).toMatchObject({ id: "1", title: "Lamp", description: "yes", category: "Lamp" });
  const lines = file(".jsonl", '{"Id":1,"TITLE":"A"}\n{"id":2,"title":"B","Title":"no"}\n');
  expect((await readProducts(lines)).map(({ title }) => title)).toEqual(["A", "B"]);
});

it("tells once which columns no product took", async () => {
  const told: (readonly string[])[] = [];
  const onUnusedColumns = (columns: readonly string[]) => told.push(columns);
  const table = file(".csv", "id,title,price,vendor\n1,A,2,B\n2,C,3,D\n");
  await readProducts(table, { onUnusedColumns });
  const lines = file(".jsonl", '{"id":1,"title":"A","a":1}\n{"id":2,"title":"B","b":1}\n');
  await readProducts(lines, { onUnusedColumns });
  await readProducts(file(".csv", "id,title\n1,A\n"), { onUnusedColumns });
  expect(told).toEqual([
    ["price", "vendor"],
    ["a", "b"],
  ]);
});

it.each([
  [";", 'id;title;description\n1;"Lamp; ""oak""";"60 cm, brown"\n'],
  ["\t", '\uFEFFid\ttitle\tdescription\r\n1\t"Lamp; ""oak"""\t60 cm, brown\r\n'],
])("reads a .csv file by its separator %j, and tells it", async (separator, content) => {
  const told: string[] = [];
  const onSeparator = (found: string) => told.push(found);
  for (const path of [file(".csv", content), file(".csv.gz", gzipSync(content))])
    expect(await readProducts(path, { onSeparator }), path).toMatchObject([
      { id: "1", title: 'Lamp; "oak"', description: "60 cm, brown" },
    ]);
  expect(told).toEqual([separator, separator]);
  await readProducts(file(".csv", '"id","title","a;b;c;d"\n1,A,B\n'), { onSeparator });
  expect(told).toHaveLength(2);
});

it.each([
  [
    ".csv",
    "sku,name,body_html,product_type\n1,A,B,C\n",
    { id: "sku", title: "name", description: "body_html", category: "product_type" },
  ],
  [
    ".jsonl",
    '{"Handle":"a","Title":"A","Body (HTML)":"B"}\n',
    { id: "Handle", description: "Body (HTML)" },
  ],
  [".csv", "code,text\n1,A\n", { id: "COLUMN", title: "COLUMN" }],
])("has columns suggested for the fields that it lacks: %s %j", async (...row) => {
  const [ending, content, suggestedColumns] = row;
  const error = await failure(file(ending, content));
  expect(error.details).toMatchObject({ suggestedColumns });
  expect(error.details.suggestedColumns).toEqual(suggestedColumns);
  expect(error.hint).toContain(JSON.stringify(suggestedColumns));
});

it("has what fits of the named columns in the suggestion", async () => {
  const path = file(".csv", "nr,name\n1,A\n");
  const error: unknown = await readProducts(path, { columns: { id: "NR" } }).catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ details: { suggestedColumns: { id: "nr", title: "name" } } });
});

it.each([
  [".csv", "id,title\n1,A\n"],
  [".jsonl", '{"id":"1","title":"A"}\n'],
])("is one that lacks a named column, and says what it has: %s", async (ending, content) => {
  const columns = { description: "body" };
  await expect(readProducts(file(ending, content), { columns })).rejects.toMatchObject({
    code: "INVALID_FILE",
    message: expect.stringContaining('expected a column "body", got "id", "title".'),
  });
});
