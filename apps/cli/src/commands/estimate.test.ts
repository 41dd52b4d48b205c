import { join } from "node:path";
import { estimateCost, PRICE_TABLE } from "@searchfit/synthetic-queries";
import { expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines } from "../../test/tiny-dataset.ts";

const folder = temporaryFolder();
const estimate = (...words: string[]) => runSearchfit(["estimate", ...words], { folder: folder() });

const products = Array.from({ length: 2500 }, (_, id) => ({
  ...{ id: String(id), title: `Oak desk ${id}`, description: "Solid oak.", category: "Furniture" },
}));

it("estimates a catalogue without a key, equal to the package's figure for all of it", async () => {
  writeLines(
    join(folder(), "shop.jsonl"),
    products.map((product) => JSON.stringify(product)),
  );
  const words = [
    "--source",
    "jsonl:shop.jsonl",
    "--queries-per-product",
    "6",
    "--max-cost",
    "0.01",
  ];
  const { code, stdout, stderr } = await estimate(...words, "--json");
  expect(code).toBe(0);
  const model = "claude-haiku-5-5";
  const expected = estimateCost({ products, model, queriesPerProduct: 6 });
  expect(JSON.parse(stdout)).toEqual({
    estimate: true,
    source: "jsonl:shop.jsonl",
    queriesPerProduct: 6,
    model,
    ...expected,
    usd: expect.closeTo(expected.usd ?? 0, 9),
    maxCostUsd: 0.01,
    models: expect.arrayContaining([{ model, usd: expect.any(Number) }]),
  });
  expect(stderr).toContain("The cap of $0.01 would stop it after about");
});

it("says that it is an estimate, and of which day the prices are", async () => {
  const { code, stdout } = await estimate();
  expect(code).toBe(0);
  expect(stdout).toContain("640 products (source embedded)");
  expect(stdout).toContain("claude-haiku-5-5 (chosen)");
  expect(stdout).toContain(`This is an estimate, with list prices of ${PRICE_TABLE.date}`);
});

it("refuses a source that is not there and one that is empty", async () => {
  writeLines(join(folder(), "empty.jsonl"), []);
  expect(await estimate("--source", "jsonl:none.jsonl")).toMatchObject({ code: 1 });
  const empty = await estimate("--source", "jsonl:empty.jsonl");
  expect(empty.code).toBe(1);
  expect(empty.stderr).toContain("no products");
});
