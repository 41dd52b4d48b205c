import type {
  ArtefactFacts,
  ForgettingFacts,
  LatencyFacts,
  ParityFacts,
  StepTime,
} from "./delivery-facts.ts";
import type { ExtractionFacts, GenerationFacts, SplitFacts } from "./preparation-facts.ts";
import type { QueryExample } from "./query-example.ts";
import type { SystemContext } from "./system-context.ts";
import type { TestFacts, TestName } from "./test-facts.ts";
import type { TrainingFacts } from "./training-facts.ts";

/**
 * Everything a report is made of, as plain values. A part is left out when its step has not run:
 * the report then says which step fills it.
 */
export interface ReportData {
  /** Name of the experiment. */
  readonly experiment: string;
  /** When the report was made, as it is to be printed. */
  readonly generatedAt?: string | undefined;
  /**
   * The metric that decides.
   * @default "ndcg@10"
   */
  readonly primaryMetric?: string | undefined;
  /**
   * Confidence of all intervals.
   * @default 0.95
   */
  readonly confidence?: number | undefined;
  /** What was measured, and on what. */
  readonly system?: SystemContext | undefined;
  /** What `extract` found. */
  readonly extraction?: ExtractionFacts | undefined;
  /** What `generate` did. */
  readonly generation?: GenerationFacts | undefined;
  /** What `split` did. */
  readonly split?: SplitFacts | undefined;
  /** What `fine-tune` did. */
  readonly training?: TrainingFacts | undefined;
  /** What `evaluate` and `compare` measured. */
  readonly tests?: Readonly<Partial<Record<TestName, TestFacts | undefined>>> | undefined;
  /** Queries side by side, chosen by rule. */
  readonly examples?: readonly QueryExample[] | undefined;
  /** Exported models against the trained one. */
  readonly parity?: readonly ParityFacts[] | undefined;
  /** What training unlearnt of general texts. */
  readonly forgetting?: ForgettingFacts | undefined;
  /** Time of single queries. */
  readonly latency?: readonly LatencyFacts[] | undefined;
  /** Time of the steps. */
  readonly steps?: readonly StepTime[] | undefined;
  /** What the experiment wrote. */
  readonly artefacts?: readonly ArtefactFacts[] | undefined;
  /** Commands that make all of it again; no secrets. */
  readonly commands?: readonly string[] | undefined;
}
