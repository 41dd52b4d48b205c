/** The model that the experiment began with. */
export interface BaseModelFacts {
  /** Name as it was asked for, such as `sentence-transformers/all-MiniLM-L6-v2`. */
  readonly name: string;
  /** Where it came from: a folder, the hub, a packaged copy. No user's paths. */
  readonly origin?: string | undefined;
  /** Length of its vectors. */
  readonly dimensions?: number | undefined;
  /** Tokens it reads; longer texts are cut. */
  readonly maxTokens?: number | undefined;
  /** SHA-256 over the files that matter, and the precision. */
  readonly fingerprint?: string | undefined;
}

/** The machine that did the work. */
export interface HardwareFacts {
  /** Name of the processor. */
  readonly cpu?: string | undefined;
  /** Cores that were used. */
  readonly cores?: number | undefined;
  /** Main memory in GiB. */
  readonly memoryGiB?: number | undefined;
  /** Name of the GPU, where one was used. */
  readonly gpu?: string | undefined;
}

/** What was measured, and on what. */
export interface SystemContext {
  /** Kind of source, such as `PostgreSQL 18 + pgvector 0.8.7`; no host, account or password. */
  readonly source?: string | undefined;
  /** Products that are searched. */
  readonly corpusSize?: number | undefined;
  /** The model before. */
  readonly baseModel?: BaseModelFacts | undefined;
  /** SHA-256 of the tuned model. */
  readonly tunedFingerprint?: string | undefined;
  /** Length of the tuned model's vectors. */
  readonly tunedDimensions?: number | undefined;
  /** Precision of the model that would be served: `fp32`, `int8`. */
  readonly servedPrecision?: string | undefined;
  /** How a query is answered, in a phrase. */
  readonly searchPipeline?: string | undefined;
  /** Software → version. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** The machine. */
  readonly hardware?: HardwareFacts | undefined;
}
