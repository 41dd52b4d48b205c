import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readEmbeddings } from "@searchfit/onnx-embedder";
import { readProducts } from "@searchfit/retrieval-dataset";
import { createMemorySearch } from "../corpus/create-memory-search.ts";
import { indexWords } from "../corpus/index-corpus-words.ts";
import { EmbedServerError } from "../embed-server-error.ts";
import type { SearchProducts } from "../search-products.ts";
import { describeWords } from "./describe-words.ts";
import type { ServeSettings } from "./read-settings.ts";

/** An experiment's products and what the server does with them. */
export interface OpenedExperiment {
  /** Finds products. */
  readonly search: SearchProducts;
  /** What is told at the start. */
  readonly news: string | undefined;
}

/** Files of each side, as `searchfit evaluate` and `searchfit baseline` make them. */
const sides = ["finetuned", "baseline"] as const;

/**
 * Reads the products of an experiment and the vectors that the served model made of them.
 *
 * @throws {EmbedServerError} `EXPERIMENT_INCOMPLETE` when a file is not there, `MODEL_MISMATCH` when
 *   none of the vectors are of this model.
 */
export async function openExperiment(
  folder: string,
  { ranking, lexicalWeight: weight }: Pick<ServeSettings, "ranking" | "lexicalWeight">,
  fingerprint: string,
): Promise<OpenedExperiment> {
  const side = await sideOf(folder, fingerprint);
  const read = (field: string) => readEmbeddings(join(folder, `${side}_${field}.f32`));
  const [products, content, title] = await Promise.all([
    readProducts(join(folder, "products.json"), { format: "json" }),
    read("content"),
    read("title"),
  ]).catch(incomplete(folder));
  const index = weight > 0 ? indexWords(products) : undefined;
  const words = index === undefined ? undefined : { index, weight };
  const vectors = { content, title };
  return {
    search: createMemorySearch({ products, vectors, fingerprint, ranking, words }),
    news: index === undefined ? undefined : describeWords(index),
  };
}

async function sideOf(folder: string, fingerprint: string): Promise<(typeof sides)[number]> {
  const found: string[] = [];
  for (const side of sides) {
    const text = await readFile(join(folder, `${side}_results.json`), "utf8").catch(() => "{}");
    const results = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const facts = (side === "finetuned" ? results.finetuned : results) as
      { readonly fingerprint?: unknown } | undefined;
    if (facts?.fingerprint === fingerprint) return side;
    if (typeof facts?.fingerprint === "string") found.push(facts.fingerprint.slice(0, 12));
  }
  if (found.length === 0) return incomplete(folder)(undefined);
  throw new EmbedServerError(
    "MODEL_MISMATCH",
    `Expected ${folder} to hold vectors of the served model (${fingerprint.slice(0, 12)}), got those of ${found.join(" and ")}.`,
    { hint: "Serve the experiment's own model or its base model, with the same --precision." },
  );
}

function incomplete(folder: string): (cause: unknown) => never {
  return (cause) => {
    throw new EmbedServerError(
      "EXPERIMENT_INCOMPLETE",
      `Expected ${folder} to be an experiment with products and vectors, got a folder without them.`,
      { hint: "Run searchfit baseline or searchfit evaluate first.", cause, details: { folder } },
    );
  };
}
