import { createReadStream, existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readQrels } from "@searchfit/ir-metrics";
import type { JudgedQueries } from "../diff/compare-judged.ts";
import { LiveCompareError } from "../live-compare-error.ts";

/**
 * Judged queries from a folder with `queries.jsonl` (`{"_id", "text"}`) and `qrels.tsv` or
 * `qrels/test.tsv`: a BEIR dataset, or what embed-server's search page writes. Or from a test of an
 * experiment, named without its endings: `experiments/default/tests/newProducts`, which stands for
 * `newProducts.queries.jsonl` and `newProducts.qrels` (TREC's format).
 *
 * @throws {LiveCompareError} `JUDGMENTS_INVALID` when a file is missing or of another form.
 * @example
 * (await readJudged("datasets/shop")).ids.get("rain jacket"); // ["q7"]
 */
export async function readJudged(place: string): Promise<JudgedQueries> {
  try {
    const files = filesOf(place);
    const ids = idsOf(await readFile(files.queries, "utf8"));
    return { ids, qrels: await readQrels(createReadStream(files.qrels)) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LiveCompareError(
      "JUDGMENTS_INVALID",
      `${place}: expected judged queries, got ${reason.slice(0, 300).replace(/\.$/u, "")}.`,
      {
        hint: "Give a folder with queries.jsonl and qrels.tsv (or qrels/test.tsv), or a test such as experiments/default/tests/newProducts.",
        details: { folder: place },
        cause,
      },
    );
  }
}

function filesOf(place: string) {
  const test = { queries: `${place}.queries.jsonl`, qrels: `${place}.qrels` };
  if (existsSync(test.queries)) return test;
  const queries = join(place, "queries.jsonl");
  const qrels = join(place, "qrels.tsv");
  return { queries, qrels: existsSync(qrels) ? qrels : join(place, "qrels", "test.tsv") };
}

function idsOf(lines: string): Map<string, readonly string[]> {
  const ids = new Map<string, readonly string[]>();
  for (const line of lines.split("\n").filter((one) => one.trim() !== "")) {
    const { _id, text } = JSON.parse(line) as Record<"_id" | "text", unknown>;
    if (typeof _id !== "string" || typeof text !== "string") {
      throw new SyntaxError(`queries.jsonl: expected "_id" and "text" in each line`);
    }
    ids.set(text.trim(), [...(ids.get(text.trim()) ?? []), _id]);
  }
  return ids;
}
