import { join } from "node:path";
import {
  createEmbedder,
  loadModelFolder,
  parityOf,
  promptOf,
  type Parity,
  type Precision,
} from "@searchfit/onnx-embedder";
import { productText } from "@searchfit/retrieval-dataset";
import { encodeTexts } from "@searchfit/trainer-bridge";
import type { ChainContext } from "../chain/chain-context.ts";
import { CliError, exitCodes } from "../cli-error.ts";
import { readCatalogue } from "./catalogue.ts";
import { readTests } from "./test-queries.ts";

/** Texts that both implementations embed. */
const parityTexts = 200;

/** Lowest cosine that the export may have with sentence-transformers, where it is exact. */
const lowestCosine = 0.99999;

/**
 * Embeds 200 texts with `SentenceTransformer(folder)` in Python and with our embedder, and compares.
 *
 * @returns Agreement by precision.
 * @throws {CliError} `PARITY_FAILED` when the fp32 export differs.
 */
export async function checkParity(
  context: ChainContext,
  modelFolder: string,
  workFolder: string,
): Promise<Readonly<Record<Precision, Parity>>> {
  const texts = await chooseTexts(context.experiment.folder);
  const { prompts } = await loadModelFolder(modelFolder);
  const expected = await encodeTexts({
    environment: await context.workbench.python(),
    modelFolder,
    texts,
    prompt: promptOf("document", prompts),
    workFolder: join(workFolder, "trainer"),
    signal: context.signal,
  });
  const parity = {
    fp32: await compare(modelFolder, "fp32", { texts, expected }),
    int8: await compare(modelFolder, "int8", { texts, expected }),
  };
  if (!(parity.fp32.min >= lowestCosine)) {
    // NaN is no agreement either.
    throw new CliError(
      "PARITY_FAILED",
      `The ONNX export does not agree with SentenceTransformer: lowest cosine ${parity.fp32.min} over ${texts.length} texts, expected ${lowestCosine} or more.`,
      {
        hint: "Please report it: the model that would be served is not the one that was trained.",
        exitCode: exitCodes.gate,
      },
    );
  }
  return parity;
}

async function compare(
  folder: string,
  precision: Precision,
  given: { readonly texts: readonly string[]; readonly expected: Parameters<typeof parityOf>[1] },
): Promise<Parity> {
  const embedder = await createEmbedder({ folder, precision });
  try {
    return parityOf(await embedder.embedDocuments(given.texts), given.expected);
  } finally {
    await embedder.close();
  }
}

/** Three of four texts from the catalogue, evenly spread, the rest queries. */
async function chooseTexts(folder: string): Promise<string[]> {
  const products = (await readCatalogue(folder)).map(productText);
  const queries = (await readTests(folder)).flatMap((test) => test.queries.map(({ text }) => text));
  const chosen = [...every(products, parityTexts * 0.75), ...every(queries, parityTexts * 0.25)];
  return [...chosen, ...products].slice(0, Math.max(parityTexts, chosen.length));
}

function every(texts: readonly string[], count: number): string[] {
  const step = Math.max(1, texts.length / count);
  return Array.from(
    { length: Math.min(count, texts.length) },
    (_, i) => texts[Math.floor(i * step)] ?? "",
  );
}
