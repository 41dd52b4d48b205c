// What is said between a pool and its worker threads. Ids count from 1; 0 is the loading of the model.
import type { CreateEmbedderOptions, EmbedOptions } from "../create-embedder.ts";
import type { CreateRerankerOptions } from "../rerank/create-reranker.ts";

/** What a thread is started for. */
export type ModelToLoad =
  | { readonly kind: "embedder"; readonly options: CreateEmbedderOptions }
  | { readonly kind: "reranker"; readonly options: CreateRerankerOptions };

/** One call, as it is sent to a thread. */
export interface ModelCall {
  /** Its number; the answer has the same. */
  readonly id: number;
  /** What is asked for. */
  readonly method: "documents" | "queries" | "rerank";
  /** The query of `rerank`; "" elsewhere. */
  readonly query: string;
  /** Texts to embed, or documents to rank. */
  readonly texts: readonly string[];
  /** Whether somebody wants to know how far it is. */
  readonly progress: boolean;
}

/** What a thread's model can do. */
export type ModelCalls = Partial<
  Readonly<
    Record<
      ModelCall["method"],
      (call: ModelCall, told: EmbedOptions & { signal: AbortSignal }) => Promise<Float32Array>
    >
  >
>;

/** An error as it crosses threads, which know no classes. */
export interface DescribedError {
  /** Name of its class. */
  readonly name: string;
  /** What was expected and what came. */
  readonly message: string;
  /** Which kind of failure it is, where it is one of ours. */
  readonly code?: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** What a thread sends back. */
export type WorkerReply =
  | { readonly type: "ready" }
  | {
      readonly type: "progress";
      readonly id: number;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: "result"; readonly id: number; readonly data: Float32Array }
  | { readonly type: "failure"; readonly id: number; readonly error: DescribedError };
