import type { Qrels } from "../ranking/qrels.ts";
import { createBeirQrelsReader } from "./beir-qrels-reader.ts";
import { createLineProblems } from "./line-problems.ts";
import { createRanxQrelsReader } from "./ranx-qrels-reader.ts";
import { createSniffingReader } from "./sniffing-reader.ts";
import { readChunks } from "./text-reader.ts";
import type { TextChunks } from "./text-reader.ts";
import { createTrecQrelsReader } from "./trec-qrels-reader.ts";

/** Formats of relevance judgments. */
export type QrelsFormat = "trec" | "beir" | "ranx";

/** How judgments are read. */
export interface ReadQrelsOptions {
  /**
   * The format; left out, the first line tells: `{` begins ranx' JSON, three fields between tabs
   * are BEIR's, anything else is TREC's.
   * @default told by the first line
   */
  readonly format?: QrelsFormat;
}

const readers = {
  trec: createTrecQrelsReader,
  beir: createBeirQrelsReader,
  ranx: createRanxQrelsReader,
};

/**
 * Relevance judgments from a file that comes in parts, such as a stream: only the judgments are
 * kept in memory, never the text.
 *
 * @param chunks Text, or bytes in UTF-8; parts may end anywhere, in the middle of a character too.
 * @param options The format, when it is known.
 * @returns Judgments in the order of the file.
 * @throws {IrMetricsError} `INVALID_QRELS` with every problem of the file and its line: 20 are
 *   listed, the others counted. Besides those of {@link parseTrecQrels}, {@link parseBeirQrels} and
 *   {@link parseRanxQrels}: bytes that are not UTF-8, and lines of more than a million characters.
 * @example
 * await readQrels(createReadStream("qrels.tsv"));
 */
export async function readQrels(
  chunks: TextChunks,
  options: ReadQrelsOptions = {},
): Promise<Qrels> {
  const problems = createLineProblems();
  const reader = createSniffingReader((firstLine) =>
    readers[options.format ?? formatOf(firstLine)](problems),
  );
  return readChunks(chunks, reader, problems);
}

function formatOf(firstLine: string): QrelsFormat {
  if (firstLine.startsWith("{")) return "ranx";
  return firstLine.split("\t").length === 3 ? "beir" : "trec";
}
