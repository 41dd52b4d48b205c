import type { Reembedding } from "@searchfit/pg-corpus";
import { ReembedError } from "../reembed-error.ts";
import type { ReembedJob } from "../job/reembed-job.ts";

/** Refuses to go on with a re-embedding by another model than the one that it was begun with. */
export function requireModel(
  { model }: ReembedJob,
  reembedding: Reembedding | undefined,
): Reembedding {
  if (reembedding === undefined) {
    throw new ReembedError("SWITCH_NOT_POSSIBLE", "Expected a re-embedding, got none.", {
      hint: "Begin one with: reembed run.",
    });
  }
  if (reembedding.model.fingerprint === model.fingerprint) return reembedding;
  const { name, precision, fingerprint } = reembedding.model;
  throw new ReembedError(
    "OTHER_MODEL",
    `Expected the model that the re-embedding was begun with, ${name} (${precision}, ${fingerprint.slice(0, 12)}), got ${model.name} (${model.precision}, ${model.fingerprint.slice(0, 12)}).`,
    { hint: "Give its --model and --precision, or end the re-embedding with: reembed cleanup." },
  );
}
