import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { readJsonLines } from "./read-json-lines.ts";
import { readTrainingPairs } from "../pairs/read-training-pairs.ts";
import { streamJsonLines } from "./stream-json-lines.ts";
import type { TrainingPair } from "../pairs/training-pair.ts";
import { writeJsonArray } from "./write-json-array.ts";
import { writeJsonLines } from "./write-json-lines.ts";

const folder = mkdtempSync(join(tmpdir(), "json-lines-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("rows that are written and read", () => {
  it("are the same, whatever they hold", async () => {
    const path = join(folder, "rows.jsonl");
    const rows = fc.array(fc.jsonValue({ depthSize: "small", stringUnit: "binary" }));
    await fc.assert(
      fc.asyncProperty(rows, async (values) => {
        await writeJsonLines(path, values);
        expect(JSON.stringify(await readJsonLines(path))).toBe(JSON.stringify(values));
      }),
      { numRuns: 12, seed: 42 },
    );
  });

  it("carry their line numbers", async () => {
    const path = join(folder, "numbers.jsonl");
    writeFileSync(path, "1\n\n3\n");
    const lines = [];
    for await (const line of streamJsonLines(path)) lines.push(line);
    expect(lines).toEqual([
      { line: 1, row: 1 },
      { line: 3, row: 3 },
    ]);
  });

  it("are parsed by the caller, whose errors get the line", async () => {
    const path = join(folder, "parsed.jsonl");
    writeFileSync(path, '{"n":1}\n{"n":-1}\n');
    const parse = (value: unknown): number => {
      const { n } = value as { n: number };
      if (n < 0) throw new Error("expected n of at least 0.");
      return n;
    };
    await expect(readJsonLines(path, { parse })).rejects.toThrow(
      "parsed.jsonl line 2: expected n of at least 0.",
    );
  });

  it("are training pairs in all formats", async () => {
    const pairs: readonly TrainingPair[] = [
      {
        query: "oak desk",
        positive: "Oak desk.",
        product_id: "7",
        title: "Oak desk",
        style: "need",
      },
      { query: "lamp", positive: "Lamp.", product_id: "8", title: "Lamp" },
    ];
    await writeJsonArray(join(folder, "pairs.json"), pairs);
    await writeJsonLines(join(folder, "pairs.jsonl"), pairs);
    expect(await readTrainingPairs(join(folder, "pairs.json"))).toEqual(pairs);
    expect(await readTrainingPairs(join(folder, "pairs.jsonl"))).toEqual(pairs);
    expect(readFileSync(join(folder, "pairs.json"), "utf8").split("\n")).toHaveLength(5);
    await writeJsonArray(join(folder, "none.json"), []);
    expect(await readTrainingPairs(join(folder, "none.json"))).toEqual([]);
  });
});

describe("a write that fails", () => {
  it("leaves the old file and nothing beside it", async () => {
    const path = join(folder, "deep", "kept.jsonl");
    await writeJsonLines(path, [1]);
    const broken = function* (): Generator<number> {
      yield 2;
      throw new Error("source dried up");
    };
    await expect(writeJsonLines(path, broken())).rejects.toThrow("source dried up");
    expect(readFileSync(path, "utf8")).toBe("1\n");
    expect(readdirSync(join(folder, "deep"))).toEqual(["kept.jsonl"]);
  });

  it("says where it could not write", async () => {
    writeFileSync(join(folder, "a-file"), "");
    await expect(writeJsonLines(join(folder, "a-file", "x.jsonl"), [1])).rejects.toMatchObject({
      code: "FILE_NOT_WRITABLE",
    });
  });
});
