import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { EmbeddingMatrix } from "@searchfit/onnx-embedder";
import { openModels, type ModelFlags, type NamedModel } from "../judged/open-models.ts";
import { openTerminal, type Terminal } from "../terminal/terminal.ts";
import { readTexts } from "../vectors/read-texts.ts";
import { requireVectorsFile, writeVectors } from "../vectors/write-vectors.ts";

/** Flags of `embed`. */
export interface EmbedFlags extends ModelFlags {
  readonly model: string;
  readonly input: string;
  readonly output: string;
  readonly queries?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Embeds the texts of a file and writes their vectors. */
export async function embed(flags: EmbedFlags): Promise<void> {
  const terminal = openTerminal({ json: flags.json === true });
  requireVectorsFile(flags.output);
  const texts = await readTexts(resolve(flags.input));
  const output = resolve(flags.output);
  const kind = flags.queries === true ? "queries" : "documents";
  const about = { input: flags.input, output: flags.output, kind, rows: texts.length } as const;
  if (flags.dryRun === true) {
    const overwrites = existsSync(output);
    const what = overwrites ? "and overwrite" : "into";
    terminal.result(`would embed ${texts.length} texts as ${kind} ${what} ${flags.output}`);
    terminal.document({ dryRun: true, ...about, overwrites });
    return;
  }
  const models = await openModels(flags, terminal);
  try {
    const named = await models.open(flags.model);
    const { model } = named.embedder;
    const matrix = await embedTexts(named, {
      texts: texts.map(({ text }) => text),
      kind,
      terminal,
      signal: models.signal,
    });
    await mkdir(dirname(output), { recursive: true });
    await writeVectors(output, { matrix, ids: texts.map(({ id }) => id), model, kind });
    terminal.result(`${matrix.rows} vectors of ${matrix.dimensions} values in ${flags.output}`);
    const { fingerprint, precision, dimensions } = model;
    terminal.document({ model: flags.model, fingerprint, precision, dimensions, ...about });
  } finally {
    await models.close();
  }
}

interface TextsToEmbed {
  readonly texts: readonly string[];
  readonly kind: "documents" | "queries";
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
}

async function embedTexts({ embedder }: NamedModel, given: TextsToEmbed): Promise<EmbeddingMatrix> {
  const { texts, kind, terminal, signal } = given;
  const line = terminal.progress(`embedding ${kind}`, "texts");
  const onProgress = (progress: { readonly done: number; readonly total: number }) => {
    line.update(progress);
  };
  const options = { signal, onProgress };
  try {
    return kind === "queries"
      ? await embedder.embedQueries(texts, options)
      : await embedder.embedDocuments(texts, options);
  } finally {
    line.end();
  }
}
