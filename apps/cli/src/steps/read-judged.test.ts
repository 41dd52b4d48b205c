import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readJudged } from "./read-judged.ts";

const folder = mkdtempSync(join(tmpdir(), "read-judged-"));
afterAll(() => rmSync(folder, { recursive: true }));

const products = new Set(["p1", "p2"]);

function judged(queries: readonly string[], qrels: readonly string[]) {
  writeFileSync(join(folder, "queries.jsonl"), `${queries.join("\n")}\n`);
  writeFileSync(
    join(folder, "qrels.tsv"),
    `query-id\tcorpus-id\tscore\n${qrels.map((line) => `${line.replaceAll(" ", "\t")}\n`).join("")}`,
  );
  return readJudged(folder, products);
}

it("tells what of the files does not go with the catalogue", async () => {
  const queries = ['{"_id":7,"text":"oak desk"}', '{"_id":"b","text":"lamp"}'];
  const found = await judged(queries, ["7 p1 2", "7 gone 1", "b gone 1", "c p1 1"]);
  expect(found.queries).toEqual([{ _id: "7", text: "oak desk" }]);
  expect(found).toMatchObject({ leftOut: 1, unknownProducts: 2, withoutQuery: ["c"] });
  expect(found.qrels.get("7")).toEqual(new Map([["p1", 2]]));
});

it("names every query without id or text, and every repeated id", async () => {
  const lines = ['{"_id":"a","query":"oak"}', '{"_id":"","text":" "}', '{"_id":"a","text":"x"}'];
  const error: unknown = await judged(
    ['{"_id":"a","text":"oak desk"}', ...lines],
    ["a p1 1"],
  ).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: "INVALID_FILE" });
  const { message } = error as Error;
  expect(message).toContain('line 2: expected "text" to be what was typed, got nothing.');
  expect(message).toContain('line 3: expected "_id" to be text, got "". expected "text"');
  expect(message).toContain('line 4: expected each "_id" once, got "a" again (first at line 1).');
});

it("refuses judgments of another catalogue", async () => {
  await expect(judged(['{"_id":"a","text":"x"}'], ["a gone 1"])).rejects.toMatchObject({
    code: "INVALID_JUDGMENTS",
  });
});
