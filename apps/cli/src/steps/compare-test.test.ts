import { mkdtemp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compareRuns, type Qrels, type Run } from "@searchfit/ir-metrics";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { comparePart } from "../many-experiments/compare-part.ts";
import type { ComparedExperiment } from "../many-experiments/open-compared.ts";
import { compareTest } from "./compare-test.ts";
import { score } from "./measure-model.ts";
import { readGroups } from "./read-groups.ts";
import { runFile, writeRun } from "./run-files.ts";
import { splitFiles } from "./split-files.ts";
import { systemNames } from "./systems.ts";
import type { QuerySet, TestName } from "./test-queries.ts";

/** 24 queries, 4 about each of the products p0 to p5; p0 and p1 are of one group. */
const numbers = Array.from({ length: 24 }, (_, index) => index);
const productOf = (query: number) => `p${Math.floor(query / 4)}`;
const groupOf = (queryId: string) => {
  const product = productOf(Number(queryId.slice(1)));
  return product === "p1" ? "p0" : product;
};
const qrels: Qrels = new Map(
  numbers.map((query) => [
    `q${query}`,
    new Map([
      ["twin", 1],
      [productOf(query), 2],
    ]),
  ]),
);
const queries = numbers.map((query) => ({
  ...{ _id: `q${query}`, text: `words ${query}` },
  attributes: { style: query % 2 === 0 ? "short" : "long" },
}));
const assignment = ["p0", "p2", "p3", "p4", "p5"].map((id) => ({
  ...{ id, side: "test", products: id === "p0" ? ["p0", "p1"] : [id] },
}));

/** The product of a query comes at a rank that depends on the side and the product. */
function runOf(name: string): Run {
  const rankings = numbers.map((query) => {
    const place = name === "finetuned" ? 0 : (Math.floor(query / 4) * 3 + (query % 2)) % 5;
    const docIds = ["a", "b", "c", "d", "e"];
    docIds.splice(place, 0, productOf(query));
    return [`q${query}`, docIds.map((docId, rank) => ({ docId, score: 9 - rank }))] as const;
  });
  return { name, rankings: new Map(rankings) };
}

const folder = temporaryFolder();

async function experiment(name: TestName, summary: object | null = { assignment }) {
  const place = await mkdtemp(join(folder(), "experiment-"));
  await mkdir(join(place, "runs"), { recursive: true });
  if (summary !== null) await writeFile(join(place, splitFiles.summary), JSON.stringify(summary));
  for (const system of systemNames)
    for (const side of ["baseline", "finetuned"] as const)
      await writeRun(place, runFile(side, system, name), runOf(side));
  await writeRun(place, runFile("bm25", "", name), runOf("bm25"));
  return place;
}

const setOf = (name: TestName): QuerySet => ({ name, queries, qrels });
const [before, after] = [runOf("baseline"), runOf("finetuned")].map((run) =>
  score(run, setOf("newProducts")),
);
const compared = (clusterOf?: (queryId: string) => string) =>
  compareRuns(before!, after!, { seed: 42, clusterOf });

async function compareIn(name: TestName, place: string) {
  const options = { folder: place, titles: new Map(), seed: 42, examples: false };
  return compareTest(setOf(name), options);
}

it("resamples groups of products where queries are synthetic, in parts and other systems too", async () => {
  for (const name of ["newProducts", "knownProducts"] as const) {
    const {
      metrics,
      queries: count,
      clusterCount,
      systems,
      slices,
    } = await compareIn(name, await experiment(name));
    expect([count, clusterCount]).toEqual([24, 5]);
    const expected = compared(groupOf).metrics;
    expect(metrics).toEqual(expected);
    expect(metrics["ndcg@10"]?.interval).not.toEqual(compared().metrics["ndcg@10"]?.interval);
    expect(systems["tuned, hybrid"]).toEqual(expected["ndcg@10"]);
    // 12 queries of 5 groups have 2^5 signs, not 2^12
    for (const { comparison } of slices) expect((comparison.p * 2 ** 5) % 1).toBe(0);
  }
});

it("takes judged queries one by one", async () => {
  const comparison = await compareIn("judged", await experiment("judged"));
  const { "judged@10": _, ...metrics } = comparison.metrics;
  expect(metrics).toEqual(compared().metrics);
  expect(comparison).not.toHaveProperty("clusterCount");
});

it("resamples products where a split tells no groups", async () => {
  for (const summary of [null, { seed: 42 }]) {
    const place = await experiment("newProducts", summary);
    expect(await compareIn("newProducts", place)).toMatchObject({
      clusterCount: 6,
      metrics: compared((id) => productOf(Number(id.slice(1)))).metrics,
    });
  }
});

it("resamples groups of products where experiments are compared with one another", async () => {
  const place = await experiment("newProducts");
  const one = {
    ...{ name: "one", folder: place, settings: { baseModel: "base" } },
    results: { baseline: { fingerprint: "f", precision: "fp32" } },
    groups: await readGroups(place),
  } as unknown as ComparedExperiment;
  const part = { name: "newProducts" as const, qrels, queriesOf: [24] };
  const { clusterCount, comparisons } = await comparePart(part, [one], 42);
  expect(clusterCount).toBe(5);
  expect(comparisons[0]?.metrics["ndcg@10"]).toMatchObject(compared(groupOf).metrics["ndcg@10"]!);
  const judged = await comparePart(
    { ...part, name: "judged" },
    [{ ...one, folder: await experiment("judged") }],
    42,
  );
  expect(judged).not.toHaveProperty("clusterCount");
});

it("tells of judged queries how many of the ten best products were judged", async () => {
  const options = { titles: new Map<string, string>(), seed: 42, examples: false };
  const judged = await compareTest(setOf("judged"), {
    ...options,
    folder: await experiment("judged"),
  });
  // One product of six is judged.
  expect(judged.metrics["judged@10"]).toMatchObject({
    baseline: expect.closeTo(1 / 6),
    candidate: expect.closeTo(1 / 6),
  });
  const synthetic = await compareTest(setOf("newProducts"), {
    ...options,
    folder: await experiment("newProducts"),
  });
  expect(synthetic.metrics["judged@10"]).toBeUndefined();
});
