import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFileDurably } from "@searchfit/experiment-store";
import { formatTrecRun, parseTrecRun, type Run } from "@searchfit/ir-metrics";

/** Which model ranked: before, after, or none (BM25). */
export type RunSide = "baseline" | "finetuned" | "bm25";

/** Path of a TREC run in the experiment folder. */
export function runFile(side: RunSide, system: string, set: string): string {
  return side === "bm25" ? `runs/bm25.${set}.trec` : `runs/${side}.${system}.${set}.trec`;
}

/** Writes a run as TREC text. */
export async function writeRun(folder: string, file: string, run: Run): Promise<void> {
  await writeFileDurably(join(folder, file), formatTrecRun(run));
}

/** Reads a run of the experiment. */
export async function readRun(folder: string, file: string, name: string): Promise<Run> {
  return parseTrecRun(await readFile(join(folder, file), "utf8"), name);
}
