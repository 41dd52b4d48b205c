import { existsSync } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import {
  readEmbeddings,
  writeEmbeddings,
  type Embedder,
  type EmbeddingMatrix,
} from "@searchfit/onnx-embedder";
import type { Terminal } from "../terminal/terminal.ts";

/** Texts between two saves: a minute or less of work on a small machine. */
const chunkSize = 2048;

/** What is embedded, and where parts of it are kept meanwhile. */
export interface EmbedInChunksOptions {
  /** The model. */
  readonly embedder: Embedder;
  /** Documents. */
  readonly texts: readonly string[];
  /** Name of the result, for the progress line and the files. */
  readonly name: string;
  /** Folder that survives a crash and belongs to these texts and this model alone. */
  readonly workFolder: string;
  /** Where to show progress. */
  readonly terminal: Terminal;
  /** Stops between two batches. */
  readonly signal: AbortSignal;
}

/**
 * Embeds documents, saving every chunk, so that a killed run goes on from the last one.
 *
 * @returns One row a text.
 */
export async function embedInChunks(options: EmbedInChunksOptions): Promise<EmbeddingMatrix> {
  const { embedder, texts, terminal } = options;
  const { dimensions } = embedder.model;
  const folder = join(options.workFolder, `${options.name}-chunks`);
  await mkdir(folder, { recursive: true });
  const data = new Float32Array(texts.length * dimensions);
  const line = terminal.progress(`embedding ${options.name}`, "texts");
  for (let start = 0; start < texts.length; start += chunkSize) {
    const file = join(folder, `${String(start).padStart(9, "0")}.f32`);
    const chunk = texts.slice(start, start + chunkSize);
    if (!existsSync(file)) {
      const made = await embedder.embedDocuments(chunk, {
        signal: options.signal,
        onProgress: ({ done }) => {
          line.update({ done: start + done, total: texts.length });
        },
      });
      await writeEmbeddings(file, made);
    }
    data.set((await readEmbeddings(file)).data, start * dimensions);
  }
  line.end();
  await rm(folder, { recursive: true, force: true });
  return { data, rows: texts.length, dimensions };
}
