/** What the step `extract` found. */
export interface ExtractionFacts {
  /** Products read. */
  readonly products: number;
  /** Different categories. */
  readonly categories?: number | undefined;
  /** Mean length of the texts in characters. */
  readonly meanCharacters?: number | undefined;
  /** Mean length of the texts in tokens of the base model. */
  readonly meanTokens?: number | undefined;
  /** Tokens the base model reads. */
  readonly maxTokens?: number | undefined;
  /** Texts that are longer than that and are cut. */
  readonly truncatedTexts?: number | undefined;
  /** Products without a description. */
  readonly withoutDescription?: number | undefined;
}

/** What the step `generate` did. */
export interface GenerationFacts {
  /** Who wrote the queries: `anthropic`, `recorded`, `ollama` … */
  readonly provider: string;
  /** Model that wrote them. */
  readonly model?: string | undefined;
  /** Version of the prompt. */
  readonly promptVersion?: number | string | undefined;
  /** Products that queries were written for. */
  readonly products?: number | undefined;
  /** Queries asked for each product. */
  readonly queriesPerProduct?: number | undefined;
  /** Styles asked for. */
  readonly styles?: readonly string[] | undefined;
  /** (Query, product) pairs that were kept. */
  readonly pairs: number;
  /** Quality gate → queries it removed. */
  readonly removed?: Readonly<Record<string, number>> | undefined;
  /** Products without queries. */
  readonly skippedProducts?: number | undefined;
  /** Why → how many of them: `no-query-left` after the quality gates, `refused`, `failed` … */
  readonly skippedBecause?: Readonly<Record<string, number>> | undefined;
  /** Price paid in US dollars; null when the model's price is not known. */
  readonly costUsd?: number | null | undefined;
  /** Whether the answers were replayed from a file and nothing was paid. */
  readonly recorded?: boolean | undefined;
  /** Whether the queries were put together by rule from the products' own words. */
  readonly ruleMade?: boolean | undefined;
}

/** A figure for each part of a split. */
export interface SplitCounts {
  /** Trains the model. */
  readonly train: number;
  /** Picks the epoch. */
  readonly dev: number;
  /** Judges, once. */
  readonly test: number;
  /** New queries about known products, held out of training. */
  readonly known?: number | undefined;
}

/** The check that nothing of a test was seen in training. */
export interface LeakCheckFacts {
  /** Lines that were checked, such as `train | test: products, groups, queries`. */
  readonly checked: readonly string[];
  /** Leaks found; the experiment stops unless 0. */
  readonly leaks: number;
}

/** What the step `split` did. */
export interface SplitFacts {
  /** Seed of the split. */
  readonly seed?: number | undefined;
  /** Share of the groups in each part, 0 to 1. */
  readonly shares?: SplitCounts | undefined;
  /** Groups of products and their near-duplicates; a group is never divided. */
  readonly groups?: number | undefined;
  /** What the shares are balanced by. */
  readonly stratifiedBy?: string | undefined;
  /** Pairs in each part. */
  readonly pairs: SplitCounts;
  /** Products in each part. */
  readonly products?: SplitCounts | undefined;
  /** The leak check. */
  readonly leakCheck?: LeakCheckFacts | undefined;
}
