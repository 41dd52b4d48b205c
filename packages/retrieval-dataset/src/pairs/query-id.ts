import { createHash } from "node:crypto";
import type { TrainingPair } from "./training-pair.ts";

/**
 * The id of a pair's query: made from the product's id and the query's text alone, so the same
 * pair has the same id in every file and run.
 *
 * @example
 * queryId({ query: "oak desk", product_id: "7", positive: "", title: "" }); // "q-2c67cf77dfa1b349"
 */
export function queryId(pair: Pick<TrainingPair, "query" | "product_id">): string {
  const digest = createHash("sha256").update(`${pair.product_id}\0${pair.query}`).digest("hex");
  return `q-${digest.slice(0, 16)}`;
}
