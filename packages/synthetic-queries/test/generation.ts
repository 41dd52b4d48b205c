import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import {
  generateQueries,
  type GenerateQueriesOptions,
  type GenerationResult,
} from "../src/generation/generate-queries.ts";
import type {
  ProductForQueries,
  ProviderAnswer,
  QueryProvider,
  WriteQueriesRequest,
} from "../src/providers/query-provider.ts";

const folder = mkdtempSync(join(tmpdir(), "generate-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

let files = 0;

/** A file of answers that is not there yet. */
export function newFile(): string {
  files += 1;
  return join(folder, `${files}`, "generation.jsonl");
}

/** Unlike products with the ids 1, 2, 3 … */
export function products(count: number): readonly ProductForQueries[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${index + 1}`,
    title: `Maker${index} thing${index}`,
    description: null,
    category: null,
  }));
}

/** A provider that remembers whom it was asked about. */
export interface CountingProvider extends QueryProvider {
  /** Ids in the order of asking. */
  readonly asked: string[];
}

/** Answers with four queries a product, or what the function says. */
export function provider(
  answer: (
    id: string,
    request: WriteQueriesRequest,
  ) => ProviderAnswer | Promise<ProviderAnswer> = good,
): CountingProvider {
  const asked: string[] = [];
  return {
    name: "test",
    model: "claude-haiku-5-5",
    asked,
    async writeQueries(request) {
      asked.push(request.product.id);
      return answer(request.product.id, request);
    },
  };
}

/** Four queries in the order of the styles. */
export function good(id: string): ProviderAnswer {
  const text = ["brand", "need", "natural", "attribute"].map((style) => `${style}${id} query${id}`);
  const usage = { inputTokens: 300, outputTokens: 40 };
  return { text: text.join("\n"), usage, stopReason: "end_turn" };
}

/** Generates for five products into a new file, unless said otherwise. */
export function generate(
  options: Partial<GenerateQueriesOptions> & { readonly provider: QueryProvider },
): Promise<GenerationResult> {
  return generateQueries({ products: products(5), answersFile: newFile(), ...options });
}
