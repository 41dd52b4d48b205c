import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseTrecRun } from "@searchfit/ir-metrics";
import { queryId } from "@searchfit/retrieval-dataset";
import { beforeAll, expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines } from "../../test/tiny-dataset.ts";
import { mineNegatives, negativesFile, trainRun } from "./mine-negatives.ts";
import { rankByTeacher } from "./teacher-rankings.ts";
import { writeQuerySet } from "./test-queries.ts";

const folder = temporaryFolder();
const pair = { query: "oak desk", positive: "oak desk.", title: "oak desk", product_id: "1" };
const id = queryId(pair);

/** An experiment up to `baseline`: eight desks, of which 3 and 4 are in test, 5 in dev, 2 a twin of 1. */
beforeAll(async () => {
  const products = ["1", "2", "3", "4", "5", "6", "7", "8"].map((number) => ({
    id: number,
    title: `oak desk ${number}`,
  }));
  const assignment = [
    { id: "1", side: "train", products: ["1", "2"] },
    { id: "3", side: "test", products: ["3", "4"] },
    { id: "5", side: "dev", products: ["5"] },
    ...["6", "7", "8"].map((one) => ({ id: one, side: "train", products: [one] })),
  ];
  const ranked = products.map((product, at) => `${id} Q0 ${product.id} ${at + 1} ${1 - at / 10} b`);
  mkdirSync(join(folder(), "runs"));
  writeFileSync(join(folder(), "products.json"), JSON.stringify(products));
  writeFileSync(join(folder(), "train_split.json"), JSON.stringify([pair]));
  writeFileSync(
    join(folder(), "split.json"),
    JSON.stringify({ assignment, families: [["2", "1"]] }),
  );
  writeLines(join(folder(), trainRun), ranked);
  const qrels = new Map([[id, new Map([["1", 2]])]]);
  await writeQuerySet(folder(), { name: "train", queries: [{ _id: id, text: pair.query }], qrels });
});

const settings = (count: number) => ({
  negatives: { count, fromRank: 1, toRank: 8, maxScoreShare: 1 },
  seed: 42,
});
const mined = () =>
  JSON.parse(readFileSync(join(folder(), negativesFile), "utf8")) as { negatives: string[] };

it("takes no product of dev or test as a negative, and counts what it left out", async () => {
  const report = await mineNegatives(folder(), folder(), settings(8));
  expect(mined().negatives).toEqual(["6", "7", "8"]);
  expect(report).toMatchObject({
    selected: 3,
    excluded: { positive: 1, "same-group": 1, "held-out": 3, judged: 0 },
  });
});

it("writes every query without negatives when none are wanted", async () => {
  expect(await mineNegatives(folder(), folder(), settings(0))).toBeNull();
  expect(mined()).toMatchObject({ query_id: id, product_id: "1", negatives: [] });
});

it("gives a teacher's rankings no product of dev or test, and counts them", async () => {
  const dense = parseTrecRun(readFileSync(join(folder(), trainRun), "utf8"), "content");
  const { lines, heldOut } = await rankByTeacher(folder(), dense, 6);
  expect(lines[0]?.documents.toSorted()).toEqual(["1", "2", "6", "7", "8"]);
  expect(heldOut).toBe(3);
});
