import type { Json } from "@searchfit/experiment-store";
import { stripControl } from "@searchfit/report-md";
import type { Product, TrainingPair } from "@searchfit/retrieval-dataset";
import type {
  GenerationResult,
  ParaphraseResult,
  QueryProvider,
} from "@searchfit/synthetic-queries";
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
  /** Queries that count less in training because of that. */
  readonly downWeighted: number;
  /** Queries that many products answer equally well. */
  readonly ambiguous: number;
  /** Queries for which other products are relevant, too. */
  readonly shared: number;
  /** Paraphrases among the pairs, and those that the gates took out; null when none were asked for. */
  readonly paraphrases: {
    readonly pairs: number;
    readonly removed: Readonly<Record<string, number>>;
    readonly productsWithout: number;
  } | null;
  /** Products whose texts a person should look at. */
  readonly suspicious: number;
  readonly skipped: readonly { productId: string; reason: string }[];
  readonly costUsd: number | null;
  /** Requests that were sent and never answered, which may have been charged besides. */
  readonly unansweredRequests: number;
  readonly samples: readonly { query: string; positive: string }[];
}

/** What {@link summaryOf} is made from. */
export interface SummarySources {
  readonly result: GenerationResult;
  readonly paraphrased: ParaphraseResult | null;
  readonly pairs: readonly TrainingPair[];
  readonly provider: QueryProvider;
  readonly products: readonly Product[];
  readonly queriesPerProduct: number;
}

/** The figures of a finished generation. */
export function summaryOf(sources: SummarySources): GenerationSummary {
  const { result, paraphrased, pairs, provider, products, queriesPerProduct } = sources;
  const promptless = provider.name === "recorded" || provider.name === "rules";
  const step = Math.max(1, Math.floor(pairs.length / 5));
  const styles = result.pairs.flatMap(({ style }) => style ?? []);
  return {
    provider: provider.name,
    model: provider.model,
    promptVersion: promptless ? null : (result.pairs[0]?.promptVersion ?? null),
    products: products.length,
    queriesPerProduct,
    styles: [...new Set(styles)],
    pairs: pairs.length,
    removed: result.removed,
    roundTripFailures: result.roundTripFailures,
    downWeighted: pairs.filter(({ weight }) => weight !== undefined).length,
    ambiguous: result.pairs.filter(({ matches }) => matches !== undefined).length,
    shared: pairs.filter(({ also_relevant: also }) => also !== undefined).length,
    paraphrases: paraphrased && {
      pairs: paraphrased.pairs.length,
      removed: paraphrased.removed,
      productsWithout: paraphrased.skipped.length,
    },
    suspicious: result.suspicious.length,
    skipped: result.skipped.map(({ productId, reason }) => ({ productId, reason })),
    costUsd: totalUsd(result, paraphrased),
    unansweredRequests: result.unansweredRequests + (paraphrased?.unansweredRequests ?? 0),
    samples: pairs
      .filter((_, index) => index % step === 0)
      .slice(0, 5)
      .map(({ query, positive }) => ({ query, positive: positive.slice(0, 80) })),
  };
}

function totalUsd(result: GenerationResult, paraphrased: ParaphraseResult | null): number | null {
  const parts = [result.cost.usd, ...(paraphrased ? [paraphrased.cost.usd] : [])];
  return parts.some((usd) => usd === null) ? null : parts.reduce<number>((a, b) => a + (b ?? 0), 0);
}

/** Tells the figures. */
export function printGeneration(summary: Json, terminal: Terminal): void {
  const facts = summary as unknown as GenerationSummary;
  const removed = Object.entries(facts.removed).map(([gate, count]) => `${gate} ${count}`);
  terminal.note(`  ${facts.pairs} pairs of ${facts.products} products`);
  terminal.note(`  removed by the quality gates: ${removed.join(", ") || "none"}`);
  printParaphrases(facts, terminal);
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
  if (facts.unansweredRequests > 0) {
    terminal.warn(
      `  up to ${facts.unansweredRequests} requests may be paid besides: they were under way when a run ended or a connection broke`,
    );
  }
  for (const { query, positive } of facts.samples) {
    terminal.note("    " + stripControl(`"${query}" → ${positive}`));
  }
}

function printParaphrases({ paraphrases }: GenerationSummary, terminal: Terminal): void {
  if (paraphrases === null) return;
  const { pairs, productsWithout, removed } = paraphrases;
  const gates = Object.entries(removed).map(([gate, count]) => `${gate} ${count}`);
  terminal.note(
    `  of them ${pairs} paraphrases, for training alone; removed: ${gates.join(", ") || "none"}`,
  );
  if (productsWithout > 0) terminal.warn(`  ${productsWithout} products without paraphrases`);
}

function printMarks(facts: GenerationSummary, terminal: Terminal): void {
  const marks = [
    [facts.roundTripFailures ?? 0, "BM25 does not find the product of #"],
    [facts.downWeighted, "# count less in training"],
    [facts.ambiguous, "# fit five products or more"],
    [facts.shared, "# have other relevant products, too"],
  ] as const;
  const told = marks
    .filter(([count]) => count > 0)
    .map(([count, text]) => text.replace("#", String(count)));
  if (told.length > 0) terminal.note(`  marked queries: ${told.join("; ")}`);
  if (facts.suspicious > 0) {
    terminal.warn(
      `  ${facts.suspicious} products have texts that a person should look at (instructions, markup, control characters …): see removed_queries.json`,
    );
  }
}
