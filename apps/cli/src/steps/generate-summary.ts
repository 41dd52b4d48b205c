import type { Json } from "@searchfit/experiment-store";
import { stripControl } from "@searchfit/report-md";
import type { Product, TrainingPair } from "@searchfit/retrieval-dataset";
import type { GenerationResult, QueryProvider } from "@searchfit/synthetic-queries";
import type { Terminal } from "../terminal/terminal.ts";

/** Figures that the step keeps of itself. */
export interface GenerationSummary {
  readonly provider: string;
  readonly model: string;
  readonly promptVersion: number | null;
  readonly products: number;
  readonly queriesPerProduct: number;
  readonly styles: readonly string[];
  readonly pairs: number;
  readonly removed: Readonly<Record<string, number>>;
  /** Queries whose product the present search does not find; null when it was not asked. */
  readonly roundTripFailures: number | null;
  /** Queries that many products answer equally well. */
  readonly ambiguous: number;
  /** Products whose texts a person should look at. */
  readonly suspicious: number;
  readonly skipped: readonly { productId: string; reason: string }[];
  readonly costUsd: number | null;
  readonly samples: readonly { query: string; positive: string }[];
}

/** What {@link summaryOf} is made from. */
export interface SummarySources {
  readonly result: GenerationResult;
  readonly pairs: readonly TrainingPair[];
  readonly provider: QueryProvider;
  readonly products: readonly Product[];
  readonly queriesPerProduct: number;
}

/** The figures of a finished generation. */
export function summaryOf(sources: SummarySources): GenerationSummary {
  const { result, pairs, provider, products, queriesPerProduct } = sources;
  const recorded = provider.name === "recorded";
  const step = Math.max(1, Math.floor(pairs.length / 5));
  const styles = result.pairs.flatMap(({ style }) => style ?? []);
  return {
    provider: provider.name,
    model: provider.model,
    promptVersion: recorded ? null : (result.pairs[0]?.promptVersion ?? null),
    products: products.length,
    queriesPerProduct,
    styles: [...new Set(styles)],
    pairs: pairs.length,
    removed: result.removed,
    roundTripFailures: result.roundTripFailures,
    ambiguous: result.pairs.filter(({ matches }) => matches !== undefined).length,
    suspicious: result.suspicious.length,
    skipped: result.skipped.map(({ productId, reason }) => ({ productId, reason })),
    costUsd: result.cost.usd,
    samples: pairs
      .filter((_, index) => index % step === 0)
      .slice(0, 5)
      .map(({ query, positive }) => ({ query, positive: positive.slice(0, 80) })),
  };
}

/** Tells the figures. */
export function printGeneration(summary: Json, terminal: Terminal): void {
  const facts = summary as unknown as GenerationSummary;
  const removed = Object.entries(facts.removed).map(([gate, count]) => `${gate} ${count}`);
  terminal.note(`  ${facts.pairs} pairs of ${facts.products} products`);
  terminal.note(`  removed by the quality gates: ${removed.join(", ") || "none"}`);
  printMarks(facts, terminal);
  if (facts.skipped.length > 0) {
    const shown = facts.skipped
      .slice(0, 5)
      .map(({ productId, reason }) => `${productId} (${reason})`);
    terminal.warn(
      `  ${facts.skipped.length} products without queries: ${shown.join(", ")}${facts.skipped.length > 5 ? ", …" : ""}`,
    );
  }
  terminal.note(
    `  cost: ${facts.costUsd === null ? "price of the model not known" : `$${facts.costUsd.toFixed(4)}`}`,
  );
  for (const { query, positive } of facts.samples) {
    terminal.note("    " + stripControl(`"${query}" → ${positive}`));
  }
}

function printMarks(facts: GenerationSummary, terminal: Terminal): void {
  const marks = [
    facts.roundTripFailures === null || facts.roundTripFailures === 0
      ? []
      : [`BM25 does not find the product of ${facts.roundTripFailures}`],
    facts.ambiguous === 0 ? [] : [`${facts.ambiguous} fit five products or more`],
  ].flat();
  if (marks.length > 0) terminal.note(`  marked queries: ${marks.join("; ")}`);
  if (facts.suspicious > 0) {
    terminal.warn(
      `  ${facts.suspicious} products have texts that look like instructions or markup: see removed_queries.json`,
    );
  }
}
