import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeComparedExperiment } from "../../test/compared-experiment.ts";
import { runSearchfit } from "../../test/run-searchfit.ts";
import { temporaryFolder } from "../../test/temporary-folder.ts";

const folder = temporaryFolder();
const searchfit = (...words: string[]) => runSearchfit(words, { folder: folder() });
const experiment = (name: string) => join(folder(), "experiments", name);

beforeAll(() => {
  const finishedAt = "2026-11-21T08:00:00.000Z";
  writeComparedExperiment(experiment("plain"), { ranks: { a: [2, 1], b: [1, 1], c: [4, 2] } });
  writeComparedExperiment(experiment("more"), {
    ranks: { a: [2, 1], b: [1, 3], d: [1, 1] },
    finishedAt,
  });
  writeComparedExperiment(experiment("other"), { ranks: { a: [2, 1] }, products: ["p1", "x"] });
  writeComparedExperiment(experiment("apart"), { ranks: { z: [2, 1] } });
});

interface Compared {
  readonly tests: {
    readonly judged: {
      readonly queries: number;
      readonly queriesOfEach: readonly number[];
      readonly testsCorrected: number;
      readonly models: readonly { name: string; means: Record<string, number> }[];
    };
  };
}

describe("compare with experiments", () => {
  it("compares base and experiments on the queries that all have, and says which part that is", async () => {
    const { code, stdout, stderr } = await searchfit("compare", "plain", "more", "--json");
    expect(code).toBe(0);
    const { judged } = (JSON.parse(stdout) as Compared).tests;
    expect(judged).toMatchObject({ queries: 2, queriesOfEach: [3, 3], testsCorrected: 6 });
    // Common are a and b: base finds them at ranks 2 and 1, plain at 1 and 1, more at 1 and 3.
    const figures = judged.models.map(({ name, means }) => [name, means["mrr@10"]]);
    expect(figures).toEqual([
      ["base: sentence-transformers/all-MiniLM-L6-v2", 0.75],
      ["plain", 1],
      ["more", (1 + 1 / 3) / 2],
    ]);
    expect(stderr).toContain(
      "only what is common is compared: 2 queries with the same text and grades (of plain 3, more 3).",
    );
    expect(stderr).toContain("p (Holm)");
  });

  it.each([
    [["plain", "other"], "NOTHING_IN_COMMON", "differ in 10 products"],
    [["plain", "apart"], "NOTHING_IN_COMMON", "no test has a query that all of them have"],
    [["plain", "gone"], "EXPERIMENT_INCOMPLETE", "There is no experiment at"],
    [["plain", "plain"], "USAGE", 'got "plain" twice'],
  ])("refuses %j: %s", async (names, code, message) => {
    const { stdout } = await searchfit("compare", ...names, "--json");
    const { error } = JSON.parse(stdout) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it("takes no flag of the step beside names", async () => {
    const { code, stderr } = await searchfit("compare", "plain", "--experiment", "more");
    expect(code).toBe(2);
    expect(stderr).toContain("--experiment does not go with names of experiments");
  });

  it("draws its tables with ASCII only when asked to", async () => {
    const { stdout } = await searchfit("compare", "plain", "more", "--ascii");
    expect(stdout).toMatch(/^[\n -~]*$/u);
  });
});

describe("history", () => {
  it("lists experiments by date, and names what it cannot read", async () => {
    mkdirSync(experiment("broken"));
    writeFileSync(join(experiment("broken"), "manifest.json"), "{");
    const { code, stdout, stderr } = await searchfit("history");
    expect(code).toBe(0);
    expect(stderr).toContain("broken is left out");
    const order = ["apart", "other", "plain", "more"].map((name) => stdout.indexOf(` ${name} `));
    expect(order).toEqual(order.toSorted((one, other) => one - other));
    const page = readFileSync(join(folder(), "experiments", "history.html"), "utf8");
    for (const part of ["<figure>", "plain", "2026-11-21", "Judged queries"])
      expect(page).toContain(part);
  });

  it("says so where there are none", async () => {
    const { code, stdout } = await searchfit("history", "nowhere", "--json");
    expect(code).toBe(1);
    expect(stdout).toContain("EXPERIMENT_INCOMPLETE");
  });
});
