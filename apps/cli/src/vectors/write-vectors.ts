import { writeFileDurably } from "@searchfit/experiment-store";
import {
  embeddingAt,
  writeEmbeddings,
  type EmbeddingMatrix,
  type ModelFolder,
} from "@searchfit/onnx-embedder";
import { writeJsonLines } from "@searchfit/retrieval-dataset";
import { CliError, exitCodes } from "../cli-error.ts";

/** What is written. */
export interface VectorsToWrite {
  /** One row a text. */
  readonly matrix: EmbeddingMatrix;
  /** Id of each row. */
  readonly ids: readonly string[];
  /** What the vectors were made with. */
  readonly model: ModelFolder;
  /** Which prompt was put before the texts. */
  readonly kind: "documents" | "queries";
}

/** @throws {CliError} `USAGE` unless the file's ending names a format that is written. */
export function requireVectorsFile(path: string): void {
  if (/\.(?:f32|jsonl)$/u.test(path)) return;
  throw new CliError("USAGE", `Expected --output to end in .f32 or .jsonl, got ${path}.`, {
    exitCode: exitCodes.usage,
  });
}

/**
 * Writes vectors whole or not at all: `.jsonl` as `{"id","embedding"}` a line; `.f32` as
 * onnx-embedder's binary file with ids and the model's fingerprint in `FILE.f32.json` beside it.
 */
export async function writeVectors(path: string, vectors: VectorsToWrite): Promise<void> {
  const { matrix, ids, model, kind } = vectors;
  if (path.endsWith(".jsonl")) {
    await writeJsonLines(path, rowsOf(vectors));
    return;
  }
  const { fingerprint, precision, dimensions } = model;
  const about = { fingerprint, precision, dimensions, rows: matrix.rows, kind, ids };
  await writeFileDurably(`${path}.json`, `${JSON.stringify(about)}\n`);
  await writeEmbeddings(path, matrix);
}

function* rowsOf({ matrix, ids }: VectorsToWrite): Generator<unknown> {
  for (const [row, id] of ids.entries()) {
    // Nine digits give every 32-bit number back.
    const embedding = Array.from(embeddingAt(matrix, row), (x) => Number(x.toPrecision(9)));
    yield { id, embedding };
  }
}
