import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { writeJsonArray, type Product } from "@searchfit/retrieval-dataset";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { headPairs, type HeadQueriesScope } from "./head-pairs.ts";
import { splitFiles } from "./split-files.ts";
import { writeQuerySet, type QuerySetName } from "./test-queries.ts";

const titles = {
  trained: "Orlund Digital Rice Cooker",
  alone: "Lodi Steel Rice Cooker",
  tested: "Varr Tiny Rice Cooker",
  twin: "Varr Tiny Rice Cooker, red",
  kettle: "Hollin Glass Water Kettle",
  pot: "Norr Old Water Kettle",
};
const products: readonly Product[] = Object.entries(titles).map(([id, title]) => ({
  ...{ id, title, description: "", category: "Kitchen", tags: [] },
  ...{ searchable_content: title, source_file: null },
}));
const sides = { train: ["trained", "kettle"], dev: [], test: ["tested"], known: [] } as const;
const families = new Map([
  ["tested", "family"],
  ["twin", "family"],
]);

const folder = temporaryFolder();

async function experiment(place: string, judged: string): Promise<void> {
  await mkdir(join(place, splitFiles.tests), { recursive: true });
  for (const [side, ids] of Object.entries(sides)) {
    const pairs = ids.map((id) => ({
      ...{ query: `query of ${id}`, positive: titles[id], product_id: id, title: titles[id] },
    }));
    await writeJsonArray(join(place, splitFiles[side as keyof typeof sides]), pairs);
  }
  const assignment = [{ side: "test", products: ["tested", "twin"] }];
  await writeFile(join(place, splitFiles.summary), JSON.stringify({ assignment }));
  const set = (name: QuerySetName, text: string) =>
    writeQuerySet(place, { name, queries: [{ _id: name, text }], qrels: new Map() });
  await set("newProducts", "query of tested");
  await set("judged", judged);
}

async function made(scope: HeadQueriesScope, judged = "toaster"): Promise<readonly string[]> {
  const place = await mkdtemp(join(folder(), "experiment-"));
  await experiment(place, judged);
  const pairs = await headPairs({ folder: place, products, families, scope });
  return pairs.map(({ query, product }) => `${product.id}: ${query}`);
}

it("makes one for each product that names a kind of thing, and none for those that judge or their twins", async () => {
  const catalogue = [
    ...["trained: rice cooker", "alone: rice cooker"],
    ...["kettle: water kettle", "pot: water kettle"],
  ];
  expect(await made("catalogue")).toEqual(catalogue);
});

it("keeps to products that have training pairs when told", async () => {
  expect(await made("trained")).toEqual(["trained: rice cooker", "kettle: water kettle"]);
});

it("leaves out what judges, in whatever spelling", async () => {
  expect(await made("catalogue", "Water kettles")).not.toContain("kettle: water kettle");
  expect(await made("catalogue", "WATER kettle")).toEqual([
    "trained: rice cooker",
    "alone: rice cooker",
  ]);
});
