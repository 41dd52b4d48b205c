import type { Run } from "../ranking/run.ts";
import { createLineProblems } from "./line-problems.ts";
import { createRanxRunReader } from "./ranx-run-reader.ts";
import { createSniffingReader } from "./sniffing-reader.ts";
import { readChunks } from "./text-reader.ts";
import type { TextChunks } from "./text-reader.ts";
import { createTrecRunReader } from "./trec-run-reader.ts";

/** Formats of runs. */
export type RunFormat = "trec" | "ranx";

/** How a run is read. */
export interface ReadRunOptions {
  /**
   * The format; left out, the first line tells: `{` begins ranx' JSON, anything else is TREC's.
   * @default told by the first line
   */
  readonly format?: RunFormat;
  /**
   * The run's name.
   * @default the tag of a TREC run's first line, "run" where there is none
   */
  readonly name?: string;
}

/**
 * A run from a file that comes in parts, such as a stream: only the ranked lists are kept in
 * memory, never the text.
 *
 * @param chunks Text, or bytes in UTF-8; parts may end anywhere, in the middle of a character too.
 * @param options Format and name, when they are known.
 * @returns The run, queries in the order of the file.
 * @throws {IrMetricsError} `INVALID_RUN` with every problem of the file and its line: 20 are listed,
 *   the others counted. Besides those of {@link parseTrecRun} and {@link parseRanxRun}: bytes that
 *   are not UTF-8, and lines of more than a million characters.
 * @example
 * await readRun(createReadStream("bm25.trec"), { name: "BM25" });
 */
export async function readRun(chunks: TextChunks, options: ReadRunOptions = {}): Promise<Run> {
  const problems = createLineProblems();
  const reader = createSniffingReader((firstLine) => {
    const format = options.format ?? (firstLine.startsWith("{") ? "ranx" : "trec");
    const create = format === "ranx" ? createRanxRunReader : createTrecRunReader;
    return create(problems, options.name);
  });
  return readChunks(chunks, reader, problems);
}
