/** How near an exported model is to the one that was trained. */
export interface ParityFacts {
  /** Precision of the export: `fp32`, `int8`. */
  readonly precision: string;
  /** Texts embedded by both. */
  readonly texts: number;
  /** Lowest cosine of the two vectors of a text. */
  readonly minimumCosine: number;
  /** Mean cosine. */
  readonly meanCosine: number;
}

/** How long one query takes. */
export interface LatencyFacts {
  /** What was timed. */
  readonly system: string;
  /** Queries that were timed, after the warm-up. */
  readonly queries: number;
  /** Half of the queries were faster, in milliseconds. */
  readonly p50Ms: number;
  /** 95 of 100 queries were faster, in milliseconds. */
  readonly p95Ms: number;
}

/** Both models on texts that are not of the catalogue. */
export interface ForgettingFacts {
  /** What was searched, in words or as a folder's name. */
  readonly dataset: string;
  /** Documents searched. */
  readonly documents: number;
  /** Judged queries. */
  readonly queries: number;
  /** Metric, such as `ndcg@10`. */
  readonly metric: string;
  /** The base model's mean. */
  readonly baseline: number;
  /** The tuned model's mean. */
  readonly finetuned: number;
  /** Tuned less base. */
  readonly difference: number;
  /** Whether it fell so much that a reader should be warned. */
  readonly warning: boolean;
}

/** How long one step took. */
export interface StepTime {
  /** Name of the step. */
  readonly name: string;
  /** Time in seconds. */
  readonly seconds: number;
  /** `done`, or `skipped` when nothing had changed; the time is that of the run that did it. */
  readonly status?: string | undefined;
}

/** One file or folder of the experiment. */
export interface ArtefactFacts {
  /** Path in the experiment folder. */
  readonly path: string;
  /** SHA-256. */
  readonly sha256: string;
  /** Size in bytes. */
  readonly bytes?: number | undefined;
}
