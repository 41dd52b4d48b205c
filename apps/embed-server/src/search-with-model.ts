import type { EncodeCall } from "./encoding/encoder.ts";
import { EmbedServerError } from "./embed-server-error.ts";
import type { ServedModel, ServedModels } from "./models/served-models.ts";
import type { FoundProducts, SearchProducts } from "./search-products.ts";

/** A query to answer. */
export interface QueryCall extends Pick<EncodeCall, "signal"> {
  /** The query. */
  readonly query: string;
  /** Results at most. */
  readonly topK: number;
}

/** Switches that happen while one query is answered; more means that something is wrong. */
const mostSwitches = 4;

/**
 * Answers a query with the model that made the vectors it is compared with: when the search's own
 * snapshot says that it was another one, the query is embedded again with that one.
 */
export async function searchWithModel(
  models: ServedModels,
  search: SearchProducts,
  { query, topK, signal }: QueryCall,
): Promise<FoundProducts & { readonly model: ServedModel }> {
  let model = await models.current();
  for (let attempt = 0; attempt < mostSwitches; attempt++) {
    const call = { texts: [query], inputType: "query" as const, ...(signal && { signal }) };
    const { vectors } = await model.encoder.encode(call);
    const vector = vectors[0] ?? new Float32Array();
    const found = await search({ vector, topK, query }).catch(otherWidth);
    if (found === undefined) {
      const before = model;
      await models.refresh();
      model = await models.current();
      if (model === before) return { ...(await search({ vector, topK, query })), model };
      continue;
    }
    if (found.fingerprint === undefined) return { ...found, model };
    const right = await models.ofVectors(found.fingerprint);
    if (right === model) return { ...found, model };
    model = right;
  }
  throw new EmbedServerError(
    "MODEL_UNKNOWN",
    "Expected one model's vectors in the table, got another model's at each look.",
    { hint: "Try again; is somebody switching the table to and fro?" },
  );
}

/** A table with vectors of another width may just have been switched: that is looked at, not answered. */
function otherWidth(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "DIMENSION_MISMATCH") return;
  throw error;
}
