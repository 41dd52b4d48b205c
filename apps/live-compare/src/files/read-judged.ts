import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readQrels, type Qrels } from "@searchfit/ir-metrics";
import type { JudgedQueries } from "../diff/compare-judged.ts";
import { LiveCompareError } from "../live-compare-error.ts";

/**
 * Judged queries from a folder with `queries.jsonl` (`{"_id", "text"}`) and `qrels.tsv` or
 * `qrels/test.tsv`: a BEIR dataset, or what embed-server's search page writes.
 *
 * @throws {LiveCompareError} `JUDGMENTS_INVALID` when a file is missing or of another form.
 * @example
 * (await readJudged("datasets/shop")).ids.get("rain jacket"); // "q7"
 */
export async function readJudged(folder: string): Promise<JudgedQueries> {
  try {
    const text = await readFile(join(folder, "queries.jsonl"), "utf8");
    const ids = new Map<string, string>();
    for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
      const { _id, text: query } = JSON.parse(line) as Record<"_id" | "text", unknown>;
      if (typeof _id !== "string" || typeof query !== "string") {
        throw new SyntaxError(`queries.jsonl: expected "_id" and "text" in each line`);
      }
      ids.set(query.trim(), _id);
    }
    return { ids, qrels: await qrelsOf(folder) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LiveCompareError(
      "JUDGMENTS_INVALID",
      `${folder}: expected judged queries, got ${reason.slice(0, 300).replace(/\.$/u, "")}.`,
      {
        hint: "Give a folder with queries.jsonl and qrels.tsv (or qrels/test.tsv).",
        details: { folder },
        cause,
      },
    );
  }
}

async function qrelsOf(folder: string): Promise<Qrels> {
  try {
    return await readQrels(createReadStream(join(folder, "qrels.tsv")));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return readQrels(createReadStream(join(folder, "qrels", "test.tsv")));
  }
}
