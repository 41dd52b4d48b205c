import type { WantedReembedding } from "@searchfit/pg-corpus";
import { PRODUCT_TEXT_VERSION } from "@searchfit/retrieval-dataset";
import type { ReembedJob } from "./reembed-job.ts";

/** The re-embedding that a job begins, and the only one that it goes on with. */
export function wantedReembedding({ model, strategy }: ReembedJob): WantedReembedding {
  const texts = { model, textVersion: PRODUCT_TEXT_VERSION };
  return strategy === undefined ? texts : { ...texts, strategy };
}
