import type { Embedder } from "@searchfit/onnx-embedder";
import type { SearchProducts } from "./search-products.ts";

/** What a request may ask for at most. */
export interface ServerLimits {
  /** Bytes of a request's body; more is answered with 413. @default 4194304 */
  readonly maxBodyBytes: number;
  /** Texts of one request; more is answered with 413. @default 2048 */
  readonly maxTexts: number;
  /** Results of one search; more is answered with 400. @default 100 */
  readonly maxTopK: number;
}

/** What the routes work with. */
export interface ServerContext {
  /** The loaded model. */
  readonly embedder: Embedder;
  /** What answers call the model. */
  readonly modelId: string;
  /** Finds products; undefined where no database is configured. */
  readonly search: SearchProducts | undefined;
  /** Limits of a request. */
  readonly limits: ServerLimits;
  /** When the server was made, in seconds since 1970. */
  readonly createdSeconds: number;
}
