import type { Reranker } from "@searchfit/onnx-embedder";
import type { Registry } from "prom-client";
import type { RouteFacts } from "./http/api-route.ts";
import type { JsonSchema } from "./http/json-schema.ts";
import type { ServedModels } from "./models/served-models.ts";
import type { JudgmentBook } from "./page/judgment-book.ts";
import type { OtherSide } from "./page/table-sides.ts";
import type { SearchProducts } from "./search-products.ts";

/** What a request may ask for at most, and how much may wait. */
export interface ServerLimits {
  /** Bytes of a request's body; more is answered with 413. @default 4194304 */
  readonly maxBodyBytes: number;
  /** Texts of one request; more is answered with 413. @default 2048 */
  readonly maxTexts: number;
  /** Results of one search; more is answered with 400. @default 100 */
  readonly maxTopK: number;
  /** Texts that may wait for the model; with more, requests are answered with 429. @default 2048 */
  readonly maxWaiting: number;
}

/** A cross-encoder that is served. */
export interface Reranking {
  /** What answers call it. */
  readonly id: string;
  /** The loaded cross-encoder; the caller closes it after the server. */
  readonly reranker: Pick<Reranker, "rerank">;
  /** Calls that it answers at once: the workers of a pool. @default 1 */
  readonly concurrency?: number;
}

/** A route as it is described. */
export interface DescribedRoute {
  /** Method. */
  readonly method: string;
  /** Path. */
  readonly url: string;
  /** Schema of its body. */
  readonly body: JsonSchema | undefined;
  /** What it says of itself. */
  readonly facts: RouteFacts;
  /** Whether it is answered without a key. */
  readonly open: boolean;
}

/** What the routes work with. */
export interface ServerContext {
  /** Which model answers. */
  readonly models: ServedModels;
  /** Whether the database decides that. */
  readonly follows: boolean;
  /** Sizes besides the model's own that `dimensions` may ask for. */
  readonly matryoshka: readonly number[];
  /** The cross-encoder; undefined: `/rerank` answers 501. */
  readonly reranking: Reranking | undefined;
  /** Finds products; undefined where no database is configured. */
  readonly search: SearchProducts | undefined;
  /** Vectors beside those that readers see. */
  readonly otherSide: OtherSide;
  /** Where judgments are kept; undefined: `/api/judgments` answers 501. */
  readonly judgments: JudgmentBook | undefined;
  /** Why search cannot answer, or undefined when it can. */
  readonly problem: () => Promise<string | undefined>;
  /** Limits of a request. */
  readonly limits: ServerLimits;
  /** When the server was made, in seconds since 1970. */
  readonly createdSeconds: number;
  /** Whether requests must send a key. */
  readonly needsKey: boolean;
  /** What is measured. */
  readonly metrics: Registry;
  /** Every route, once all are added. */
  readonly routes: readonly DescribedRoute[];
}
