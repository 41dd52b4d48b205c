import type { ScoredDoc } from "@searchfit/ir-metrics";
import type { CreateRetrieverOptions, VectorCorpus } from "./retriever.ts";

/** What vectors found for a query; `docs` is undefined when no corpus of the model could answer. */
export interface VectorsFound {
  /** Documents, best first. */
  readonly docs: readonly ScoredDoc[] | undefined;
  /** Which kind of corpus answered. */
  readonly source: "corpus" | "fallback";
  /** Its name. */
  readonly name: string;
  /** Why those before it did not answer. */
  readonly passedOver: readonly string[];
}

/**
 * Searches the corpus, then the fallbacks. An answer counts only when its vectors are the model's:
 * the corpus' may be unrecorded, a fallback's must be recorded as the same.
 */
export async function searchVectors(
  { model, corpus, fallback = [] }: CreateRetrieverOptions,
  vector: Float32Array,
  topK: number,
): Promise<VectorsFound> {
  const passedOver: string[] = [];
  for (const [index, place] of [corpus, ...fallback].entries()) {
    const answer = await answerOf(place, vector, topK);
    if (typeof answer === "string") passedOver.push(`${place.name}: ${answer}`);
    else if (
      answer.fingerprint === model.fingerprint ||
      (answer.fingerprint === null && index === 0)
    ) {
      const source = index === 0 ? "corpus" : "fallback";
      return { docs: answer.docs, source, name: place.name, passedOver };
    } else passedOver.push(`${place.name}: ${otherModel(answer.fingerprint)}`);
  }
  return { docs: undefined, source: "corpus", name: "", passedOver };
}

async function answerOf(place: VectorCorpus, vector: Float32Array, topK: number) {
  try {
    return await place.search(vector, topK);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) throw error; // a caller's mistake
    return error instanceof Error ? error.message : String(error);
  }
}

function otherModel(fingerprint: string | null): string {
  return fingerprint === null
    ? "the model of its vectors is not recorded"
    : `its vectors are of another model (${fingerprint.slice(0, 12)})`;
}
