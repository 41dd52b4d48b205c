import { parseBeirQrels, parseTrecQrels, type Qrels } from "@searchfit/ir-metrics";
import { CliError } from "../cli-error.ts";
import { inFile } from "./in-file.ts";
import { readText } from "./read-text.ts";

/**
 * Reads relevance judgments in TREC's format (four fields) or BEIR's (three, separated by tabs);
 * the first line tells which.
 *
 * @throws {CliError} `FILE_MISSING`, `INVALID_FILE` with every problem, `INVALID_JUDGMENTS` when
 *   nothing is judged.
 */
export async function readJudgments(path: string): Promise<Qrels> {
  const text = await readText(path);
  const qrels = inFile(path, () => (isBeir(text) ? parseBeirQrels(text) : parseTrecQrels(text)));
  if (qrels.size > 0) return qrels;
  throw new CliError("INVALID_JUDGMENTS", `${path} judges no document.`, {
    hint: "Lines of TREC (query iteration document grade) or BEIR (query-id, corpus-id, score, separated by tabs) are wanted.",
  });
}

function isBeir(text: string): boolean {
  const first = /\S.*/u.exec(text.replace(/^\uFEFF/u, ""))?.[0] ?? "";
  return first.trim().split("\t").length === 3;
}
