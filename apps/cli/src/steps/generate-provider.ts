import type { Product } from "@searchfit/retrieval-dataset";
import {
  createAnthropicBatchProvider,
  createAnthropicProvider,
  createOllamaProvider,
  createOpenAiProvider,
  createRecordedProvider,
  createRuleProvider,
  type QueryProvider,
} from "@searchfit/synthetic-queries";
import type { ChainContext } from "../chain/chain-context.ts";
import { CliError } from "../cli-error.ts";
import type { Environment } from "../settings/read-environment.ts";
import type { Settings } from "../settings/settings.ts";
import type { QueryWriter } from "./parse-queries-setting.ts";

/** Who writes, and for which products. */
export interface OpenedProvider {
  readonly provider: QueryProvider;
  readonly products: readonly Product[];
}

/** The provider that the settings name; of recorded answers with the products that have some. */
export async function openProvider(
  { settings, environment, terminal }: ChainContext,
  writer: QueryWriter,
  catalogue: readonly Product[],
): Promise<OpenedProvider> {
  if (writer.kind === "rules") {
    const perProduct = settings.generation.queriesPerProduct;
    return {
      provider: createRuleProvider({ products: catalogue, perProduct }),
      products: catalogue,
    };
  }
  if (writer.kind !== "recorded")
    return { provider: languageModel(writer, settings, environment), products: catalogue };
  const provider = await createRecordedProvider({ file: writer.path });
  refuseUnknownProducts(provider.unknownProducts(catalogue.map(({ id }) => id)), writer.path);
  const recorded = new Set(provider.productIds);
  const products = catalogue.filter(({ id }) => recorded.has(id));
  if (products.length < catalogue.length) {
    terminal.note(
      `  recorded queries are there for ${products.length} of ${catalogue.length} products`,
    );
  }
  return { provider, products };
}

/** The language model that the settings name. */
export function languageModel(
  writer: Exclude<QueryWriter, { readonly kind: "recorded" | "rules" }>,
  { generation }: Settings,
  environment: Environment,
): QueryProvider {
  const base = generation.baseUrl === null ? {} : { baseUrl: generation.baseUrl };
  if (writer.kind === "ollama") return createOllamaProvider({ model: writer.model, ...base });
  if (writer.kind === "openai") {
    const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = environment;
    const given = { ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) };
    return createOpenAiProvider({ model: writer.model, ...given, ...base });
  }
  const { ANTHROPIC_API_KEY: apiKey = "", ANTHROPIC_BASE_URL: baseUrl } = environment;
  const given = { apiKey, model: generation.model, ...(baseUrl && { baseUrl }), ...base };
  return generation.batch ? createAnthropicBatchProvider(given) : createAnthropicProvider(given);
}

/** @throws {CliError} `UNKNOWN_PRODUCTS`: recorded queries of another catalogue teach nothing. */
function refuseUnknownProducts(unknown: readonly string[], file: string): void {
  if (unknown.length === 0) return;
  const shown = unknown.slice(0, 10).join(", ");
  throw new CliError(
    "UNKNOWN_PRODUCTS",
    `${file} has queries for ${unknown.length} products that the catalogue does not have: ${shown}${unknown.length > 10 ? ", …" : ""}.`,
    {
      hint: "Are the recorded queries from another catalogue? Remove those lines, or give the catalogue that they belong to.",
      details: unknown.slice(0, 20),
    },
  );
}
