import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../../tools/test-kit/src/temporary-folder.ts";
import { readJudged } from "../src/files/read-judged.ts";

const queries = '{"_id":"q1","text":" rain jacket "}\n\n{"_id":"q2","text":"lamp"}\n';
const qrels = "query-id\tcorpus-id\tscore\nq1\tp 7\t2\n";

it.each(["qrels.tsv", "qrels/test.tsv"])("reads queries.jsonl and %s", async (place) => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "qrels"));
  await writeFile(join(folder.path, "queries.jsonl"), queries);
  await writeFile(join(folder.path, place), qrels);
  const judged = await readJudged(folder.path);
  expect([...judged.ids]).toEqual([
    ["rain jacket", ["q1"]],
    ["lamp", ["q2"]],
  ]);
  expect(judged.qrels).toEqual(new Map([["q1", new Map([["p 7", 2]])]]));
});

it("reads a test of an experiment, with two queries of one text", async () => {
  await using folder = await temporaryFolder();
  const test = join(folder.path, "newProducts");
  await writeFile(`${test}.queries.jsonl`, `${queries}{"_id":"q3","text":"lamp"}\n`);
  await writeFile(`${test}.qrels`, "q1 0 7 1\nq3 0 8 1\n");
  const judged = await readJudged(test);
  expect(judged.ids.get("lamp")).toEqual(["q2", "q3"]);
  expect(judged.qrels.get("q3")).toEqual(new Map([["8", 1]]));
});

it("refuses a folder without them, and files of another form", async () => {
  await using folder = await temporaryFolder();
  const refused = { code: "JUDGMENTS_INVALID" };
  await expect(readJudged(folder.path)).rejects.toMatchObject(refused);
  await writeFile(join(folder.path, "queries.jsonl"), queries);
  await expect(readJudged(folder.path)).rejects.toMatchObject(refused);
  await writeFile(join(folder.path, "qrels.tsv"), "q1\tp\tmuch\n");
  await expect(readJudged(folder.path)).rejects.toMatchObject(refused);
  await writeFile(join(folder.path, "queries.jsonl"), '{"id":1}\n');
  await expect(readJudged(folder.path)).rejects.toMatchObject(refused);
});
