import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runProgram } from "../../../tools/test-kit/src/run-program.ts";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import { startBin } from "./start-bin.ts";
import { tinyModel } from "./tiny-model.ts";

const sample = join(import.meta.dirname, "../../../sample-data");
const searchfit = join(import.meta.dirname, "../../cli/bin/searchfit.js");

/** An experiment on 40 products of the sample, measured as far as the base model goes. */
async function makeExperiment(folder: string): Promise<void> {
  await cp(tinyModel, join(folder, "tiny"), { recursive: true });
  // Training would need weights; measuring only asks whether there are some.
  const empty = Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from("{}")]);
  await writeFile(join(folder, "tiny/model.safetensors"), empty);
  for (const [name, pattern] of [
    ["products.jsonl", /^\{"id": "8\d\d"/u],
    ["recorded-queries.jsonl", /^\{"product_id": "8\d\d"/u],
  ] as const) {
    const lines = (await readFile(join(sample, name), "utf8")).split("\n");
    await writeFile(join(folder, name), lines.filter((line) => pattern.test(line)).join("\n"));
  }
  const settings = {
    ...{ source: "jsonl:products.jsonl", queries: "recorded:recorded-queries.jsonl" },
    ...{ judged: null, threads: 1, baseModel: "./tiny" },
  };
  await writeFile(join(folder, "searchfit.config.json"), JSON.stringify(settings));
  for (const step of ["extract", "generate", "split", "baseline"]) {
    await runProgram(process.execPath, [searchfit, step], { cwd: folder });
  }
}

/** The lists of a TREC run. */
async function readRun(path: string): Promise<Map<string, [id: string, score: number][]>> {
  const lists = new Map<string, [string, number][]>();
  for (const line of (await readFile(path, "utf8")).trim().split("\n")) {
    const [query = "", , id = "", , score = ""] = line.split(" ");
    lists.set(query, [...(lists.get(query) ?? []), [id, Number(score)]]);
  }
  return lists;
}

it("ranks an experiment's products as its baseline did", async () => {
  await using folder = await temporaryFolder();
  await makeExperiment(folder.path);
  const experiment = join(folder.path, "experiments/default");
  const queries = (await readFile(join(experiment, "tests/newProducts.queries.jsonl"), "utf8"))
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { _id: string; text: string });
  expect(queries.length).toBeGreaterThan(10);
  for (const [system, flags] of [
    ["content", []],
    ["title+content", ["--vectors", "fused"]],
    ["hybrid", ["--vectors", "fused", "--lexical-weight", "0.2"]],
  ] as const) {
    const args = ["--model", join(folder.path, "tiny"), "--experiment", experiment, "--port", "0"];
    const bin = startBin([...args, ...flags, "--json", "--workers", "1"]);
    const { url, search } = JSON.parse(await bin.firstLine) as { url: string; search: string };
    expect(search).toBe("experiment");
    const run = await readRun(join(experiment, `runs/baseline.${system}.newProducts.trec`));
    for (const { _id, text: query } of queries) {
      const reply = await fetch(`${url}/api/search`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, top_k: 100 }),
      });
      const { results } = (await reply.json()) as { results: { id: string; score: number }[] };
      const expected = run.get(_id) ?? [];
      expect(results.map(({ id }) => id)).toEqual(expected.map(([id]) => id));
      for (const [at, [, score]] of expected.entries()) {
        expect(results[at]?.score).toBeCloseTo(score, 5);
      }
    }
    bin.signal("SIGTERM");
    const { stderr } = await bin.ended;
    const told = /words of 40 products count, too: their index takes about 0\.\d MB/u;
    if (system === "hybrid") expect(stderr).toMatch(told);
    else expect(stderr).not.toMatch(told);
  }
});
