import { readQrels, type Qrels } from "@searchfit/ir-metrics";
import { CliError } from "../cli-error.ts";
import { fileBytes } from "./file-bytes.ts";
import { inFile } from "./in-file.ts";

/**
 * Reads relevance judgments in TREC's format (four fields), BEIR's (three, separated by tabs) or
 * ranx' JSON; the first line tells which.
 *
 * @throws {CliError} `FILE_MISSING`, `INVALID_FILE` with every problem, `INVALID_JUDGMENTS` when
 *   nothing is judged.
 */
export async function readJudgments(path: string): Promise<Qrels> {
  const qrels = await inFile(path, () => readQrels(fileBytes(path)));
  if (qrels.size > 0) return qrels;
  throw new CliError("INVALID_JUDGMENTS", `${path} judges no document.`, {
    hint: 'Lines of TREC (query iteration document grade) or BEIR (query-id, corpus-id, score, separated by tabs) are wanted, or JSON as {"query": {"document": grade}}.',
  });
}
