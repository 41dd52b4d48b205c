import { gzipSync } from "node:zlib";
import { readFileSync, writeFileSync } from "node:fs";
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

it("compares three runs or more in one table, letters naming whom each is better than", async () => {
  const queries = Array.from({ length: 12 }, (_, query) => `q${query}`);
  const lines = (name: string, rank: (query: string) => number) =>
    queries.flatMap((query) => [
      `${query} Q0 x 1 1 ${name}`,
      `${query} Q0 good 2 ${2 - rank(query)} ${name}`,
    ]);
  writeLines(
    join(folder(), "many.qrels"),
    queries.map((query) => `${query} 0 good 1`),
  );
  writeLines(join(folder(), "first.trec"), lines("first", () => 2)); // prettier-ignore
  writeLines(join(folder(), "second.trec"), lines("second", () => 0.5)); // prettier-ignore
  writeLines(join(folder(), "third.trec"), lines("third", (q) => (q === "q0" ? 2 : 0.5))); // prettier-ignore
  const files = ["many.qrels", "first.trec", "second.trec", "third.trec"];
  const { code, stdout, stderr } = await score("--all-pairs", "-m", "mrr,P_1", ...files);
  expect(code).toBe(0);
  expect(stdout.split("\n").slice(0, 7)).toEqual([
    "┌────┬───────────┬──────────┬──────────────┐",
    "│  # │  Run      │  MRR     │  Precision@1 │",
    "├────┼───────────┼──────────┼──────────────┤",
    "│  a │  first    │  0.5000  │  0.0000      │",
    "│  b │  second   │  1.0000ᵃ │  1.0000ᵃ     │",
    "│  c │  third    │  0.9583ᵃ │  0.9167ᵃ     │",
    "└────┴───────────┴──────────┴──────────────┘",
  ]);
  expect(stdout).toContain("third against second, 12 queries");
  expect(stderr).toContain("Too few queries to tell whether there is a difference of 0.01: MRR (");
  const json = await score("--all-pairs", "-m", "mrr", "--test", "sign", "--json", ...files);
  const { comparisons } = JSON.parse(json.stdout) as { comparisons: Record<string, number>[] };
  const sign = 2 / 2 ** 12; // 12 wins of 12
  expect(comparisons[0]).toMatchObject({ p: expect.closeTo(sign, 12) });
  expect(comparisons[0]?.pAdjusted).toBeCloseTo(3 * sign, 12); // Holm: the smallest of three
  expect(comparisons).toHaveLength(3);
});

it("reads ranx' JSON, a run being called by its file", async () => {
  writeFileSync(join(folder(), "qrels.json"), '{"10": {"b": 2, "a": 1}, "9": {"c": 1}}');
  writeFileSync(join(folder(), "dense.json"), '{"10": {"a": 0.5, "b": 0.25}, "9": {"c": 1}}');
  const words = ["--qrels", "qrels.json", "--run", "dense.json", "--metrics", "ndcg,rbp.5"];
  const { stdout } = await score(...words, "--json");
  const { runs } = JSON.parse(stdout) as { runs: unknown[] };
  const ideal = 2 + 1 / Math.log2(3);
  expect(runs).toEqual([
    {
      name: "dense",
      queries: 2,
      unanswered: [],
      means: {
        ndcg: expect.closeTo((1 + (1 + 2 / Math.log2(3)) / ideal) / 2, 12),
        "rbp.5": (0.5 + 0.75) / 2,
      },
    },
  ]);
});

const recorded = JSON.parse(
  readFileSync(
    join(import.meta.dirname, "../../../../packages/ir-metrics/test/golden/trec_eval_output.json"),
    "utf8",
  ),
) as { qrels: string; run: string; results: { flags: string[]; stdout: string }[] };

it.each(recorded.results.filter((_, index) => [6, 8, 9, 16, 18].includes(index)))(
  "prints what trec_eval $flags printed",
  async ({ flags, stdout }) => {
    writeFileSync(join(folder(), "qrels.recorded"), recorded.qrels);
    writeFileSync(join(folder(), "run.recorded"), recorded.run);
    const words = flags.includes("-c") ? flags : [...flags, "--answered-only"];
    const { code, stdout: ours } = await score(
      "--trec",
      ...words,
      "qrels.recorded",
      "run.recorded",
    );
    expect(code).toBe(0);
    const missing = /^(?:gm_map|iprec_at_recall_\d\.\d\d) .*\n/gmu;
    const sorted = (text: string) => text.split("\n").sort();
    expect(sorted(ours)).toEqual(sorted(stdout.replaceAll(missing, "")));
  },
);

it.each([
  [["--run", "base.trec"], "--qrels", 2],
  [["--qrels", "qrels.trec"], "--run", 2],
  [["--qrels", "qrels.trec", "--run", "base.trec", "--metrics", "ndgc@10"], "ndgc@10", 2],
  [["--qrels", "qrels.trec", "--run", "base.trec", "--compare"], "two runs", 2],
  [["--qrels", "qrels.trec", "--run", "base.trec", "-l", "0"], "expected 1 or more", 2],
  [["--qrels", "qrels.trec", "--run", "base.trec", "-c", "--answered-only"], "--answered-only", 2],
  [["--trec", "--compare", "qrels.trec", "base.trec", "base.trec"], "--compare", 2],
  [["--qrels", "none.tsv", "--run", "base.trec"], "none.tsv", 1],
])("refuses %j with a clear message", async (words, part, expected) => {
  const { code, stdout, stderr } = await score(...words);
  expect(code).toBe(expected);
  expect(stdout).toBe("");
  expect(stderr).toContain(part);
});
