import { gzipSync } from "node:zlib";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { writeLines } from "../../test/tiny-dataset.ts";

const folder = temporaryFolder();
const score = (...words: string[]) => runSearchfit(["score", ...words], { folder: folder() });

beforeAll(() => {
  const file = (name: string) => join(folder(), name);
  writeLines(file("qrels.trec"), ["1042 0 a 1", "1042 0 b 0", "7 0 b 1", "7 0 c 1", "9 0 a 1"]);
  writeLines(file("base.trec"), ["1042 Q0 b 1 2 base", "1042 Q0 a 2 1 base", "7 Q0 b 1 1 base"]);
  writeLines(file("tuned.trec"), [
    ...["1042 Q0 a 1 2 tuned", "1042 Q0 b 2 1 tuned"],
    ...["7 Q0 c 1 2 tuned", "7 Q0 b 2 1 tuned", "9 Q0 a 1 1 tuned"],
  ]);
});

// base: 1/log2(3) for 1042, 1/(1 + 1/log2(3)) for 7, 0 for 9, which it does not answer.
const ndcgOf1042 = 1 / Math.log2(3);
const ndcgOf7 = 1 / (1 + 1 / Math.log2(3));

it("gives the contract's document: means over all judged queries, unanswered ones as 0", async () => {
  const words = ["--qrels", "qrels.trec", "--run", "base.trec", "--metrics", "ndcg_cut_10,P_1"];
  const { code, stdout, stderr } = await score(...words, "--per-query", "--json");
  expect(code).toBe(0);
  const document = JSON.parse(stdout) as { runs: { means: Record<string, number> }[] };
  expect(document).toEqual({
    runs: [
      {
        name: "base",
        queries: 3,
        unanswered: ["9"],
        means: { "ndcg@10": expect.any(Number), "precision@1": 1 / 3 },
        perQuery: {
          "7": { "ndcg@10": ndcgOf7, "precision@1": 1 },
          "9": { "ndcg@10": 0, "precision@1": 0 },
          "1042": { "ndcg@10": ndcgOf1042, "precision@1": 0 },
        },
      },
    ],
  });
  expect(document.runs[0]?.means["ndcg@10"]).toBeCloseTo((ndcgOf1042 + ndcgOf7) / 3, 12);
  expect(stderr).toContain("base: 1 judged queries without results count as 0: 9");
});

it("compares every run with the first, which is the baseline", async () => {
  const words = ["--qrels", "qrels.trec", "--run", "base.trec", "--run", "tuned.trec"];
  const { code, stdout } = await score(...words, "--metrics", "ndcg@10", "--compare", "--json");
  expect(code).toBe(0);
  const { comparisons } = JSON.parse(stdout) as { comparisons: unknown };
  expect(comparisons).toEqual([
    {
      baseline: "base",
      candidate: "tuned",
      metric: "ndcg@10",
      difference: expect.closeTo(1 - (ndcgOf1042 + ndcgOf7) / 3, 12),
      interval: [expect.any(Number), expect.any(Number)],
      p: 0.25, // three gains: 2 of 2³ sign patterns are as large
      wins: 3,
      ties: 0,
      losses: 0,
    },
  ]);
});

it("draws a table, and reads BEIR's judgments and compressed files", async () => {
  writeLines(join(folder(), "qrels.tsv"), ["query-id\tcorpus-id\tscore", "7\tb\t1"]);
  const run = gzipSync("7 Q0 b 1 1 base\n");
  writeFileSync(join(folder(), "base.trec.gz"), run);
  const words = ["--qrels", "qrels.tsv", "--run", "base.trec.gz", "--metrics", "map,mrr@10"];
  const { code, stdout } = await score(...words);
  expect(code).toBe(0);
  expect(stdout).toBe(
    [
      "┌─────────┬──────────┐",
      "│  Metric │     base │",
      "├─────────┼──────────┤",
      "│  MAP    │   1.0000 │",
      "│  MRR@10 │   1.0000 │",
      "└─────────┴──────────┘",
      "",
    ].join("\n"),
  );
});

it("calls runs with the same tag by their files", async () => {
  const words = ["--qrels", "qrels.trec", "--run", "base.trec", "--run", "./base.trec"];
  const { stdout } = await score(...words, "--metrics", "map", "--json");
  const { runs } = JSON.parse(stdout) as { runs: { name: string }[] };
  expect(runs.map(({ name }) => name)).toEqual(["base.trec", "./base.trec"]);
});

it("tells every problem of a file with its name and lines", async () => {
  writeLines(join(folder(), "broken.trec"), ["7 Q0 b 1 one base", "7 Q0 b"]);
  const words = ["--qrels", "qrels.trec", "--run", "broken.trec"];
  const { code, stderr } = await score(...words);
  expect(code).toBe(1);
  for (const part of ["broken.trec", "2 problems", "line 1", "line 2"]) {
    expect(stderr).toContain(part);
  }
});

it.each([
  [["--run", "base.trec"], "--qrels", 2],
  [["--qrels", "qrels.trec"], "--run", 2],
  [["--qrels", "qrels.trec", "--run", "base.trec", "--metrics", "ndgc@10"], "ndgc@10", 2],
  [["--qrels", "qrels.trec", "--run", "base.trec", "--compare"], "two runs", 2],
  [["--qrels", "none.tsv", "--run", "base.trec"], "none.tsv", 1],
])("refuses %j with a clear message", async (words, part, expected) => {
  const { code, stdout, stderr } = await score(...words);
  expect(code).toBe(expected);
  expect(stdout).toBe("");
  expect(stderr).toContain(part);
});
