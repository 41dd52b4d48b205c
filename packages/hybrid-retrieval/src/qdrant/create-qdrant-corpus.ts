import { rankByScore } from "@searchfit/ir-metrics";
import { longestRow } from "../dense/matrix.ts";
import type { VectorCorpus } from "../retriever/retriever.ts";
import { callQdrant, requireTimeout, serverSeconds } from "./call-qdrant.ts";
import type { QdrantCollection, QdrantQuery, QdrantSearchClient } from "./qdrant-client.ts";
import { mismatch } from "./qdrant-errors.ts";
import { type FoundPoint, oneFingerprint, payloadKeys, readPoints } from "./read-points.ts";
import { requireDimensions, vectorFacts, type VectorFacts } from "./vector-facts.ts";

/** Points that equal scores at the end of a result may make a request take. */
const mostPoints = 10_000;

/** Vectors in Qdrant, and how they are searched. */
export interface QdrantCorpusOptions {
  /** A `QdrantClient`, with the caller's url, key and timeout. */
  readonly client: QdrantSearchClient;
  /** The collection. */
  readonly collection: QdrantCollection;
  /** Which points may be found, as Qdrant spells filters. @default all */
  readonly filter?: object;
  /** Whether every vector is compared, instead of those that Qdrant's index leads to. @default false */
  readonly exact?: boolean;
  /** Milliseconds that a request may take, an integer ≥ 1. @default 5000 */
  readonly timeoutMs?: number;
  /** Ends searches, which reject with its reason. */
  readonly signal?: AbortSignal;
  /** What results call it. @default "qdrant" */
  readonly name?: string;
}

/**
 * A corpus of vectors in a collection of Qdrant 1.10 or newer, for `createRetriever`.
 *
 * Scores are cosines: the collection's distance must be Cosine, or Dot with vectors of length 1. Best
 * first; equal scores by product id descending in UTF-8 byte order, also where `topK` cuts through
 * them (10,000 points at most are looked at for that). The fingerprint of an answer is that of the
 * points in it, so an alias that moves to another model's collection is noticed at once; null when none
 * is recorded or nothing was found. The collection's vectors are looked at before the first search,
 * after a failed one and when the model has changed.
 *
 * @param options Client and collection.
 * @returns A corpus. `search` rejects with a `HybridRetrievalError`: `DIMENSION_MISMATCH`,
 *   `COLLECTION_MISMATCH` (no vectors of that name, another distance, points without product ids),
 *   `COLLECTION_MISSING`, `MODEL_MISMATCH` (points of several models), `INVALID_VECTOR`,
 *   `NO_CONNECTION`, `TIMEOUT`, `AUTHENTICATION_FAILED`, `REQUEST_REFUSED`, `SERVER_FAILED`,
 *   `BAD_RESPONSE`; the client's error is the cause. Closing it does not close the client.
 * @throws {RangeError} When timeoutMs is out of range; from `search` when topK is.
 * @see https://api.qdrant.tech/api-reference/search/query-points
 * @example
 * const client = new QdrantClient({ url: "http://localhost:6333" }); // of @qdrant/js-client-rest
 * const corpus = createQdrantCorpus({ client, collection: { name: "products" } });
 * await corpus.search(vector, 2);
 * // { docs: [{ docId: "p7", score: 0.82 }, { docId: "p2", score: 0.8 }], fingerprint: "9f86…" }
 */
export function createQdrantCorpus(options: QdrantCorpusOptions): VectorCorpus {
  const { name = "qdrant", timeoutMs = 5000 } = options;
  requireTimeout(timeoutMs);
  const setting = { ...options, timeoutMs };
  const vectorsOf = keepFacts(setting);
  const search: VectorCorpus["search"] = async (vector, topK) => {
    requireQuery(vector, topK);
    const facts = await vectorsOf.now();
    requireDimensions(options.collection.name, facts.dimensions, vector.length);
    const found = await nearest(setting, vector, topK);
    const fingerprint = oneFingerprint(found, options.collection.name);
    if (found.length > 0) requireCosines(setting, found, await vectorsOf.ofModel(fingerprint));
    const docs = found.map(({ docId, score }) => ({ docId, score }));
    return { docs: rankByScore(docs).slice(0, topK), fingerprint };
  };
  return {
    name,
    search: (vector, topK) =>
      search(vector, topK).catch((error: unknown) => {
        vectorsOf.forget();
        throw error;
      }),
  };
}

type Setting = QdrantCorpusOptions & { readonly timeoutMs: number };

/** What the collection's vectors are like, asked once until forgotten or of another model. */
function keepFacts(setting: Setting) {
  let facts: Promise<VectorFacts> | undefined;
  let model: string | null | undefined;
  const now = () => (facts ??= describe(setting));
  const forget = () => (facts = undefined);
  const ofModel = (fingerprint: string | null) => {
    // An alias may lead to another collection now.
    if (model !== undefined && fingerprint !== model) forget();
    model = fingerprint;
    return now();
  };
  return { now, ofModel, forget };
}

async function describe(setting: Setting): Promise<VectorFacts> {
  const { client, collection } = setting;
  const info = await callQdrant(setting, () => client.getCollection(collection.name));
  return vectorFacts(info, collection);
}

/** The topK nearest points, and those with the same score as the last of them. */
async function nearest(setting: Setting, vector: Float32Array, topK: number) {
  const { client, collection } = setting;
  for (let limit = topK + 1; ; limit = Math.min(4 * limit, mostPoints)) {
    const request = queryOf(setting, vector, limit);
    const answer = await callQdrant(setting, () => client.query(collection.name, request));
    const points = readPoints(answer, collection);
    const cut = points.length >= limit && points[topK - 1]!.score === points.at(-1)!.score;
    if (!cut || limit >= mostPoints) return points;
  }
}

function queryOf(setting: Setting, vector: Float32Array, limit: number): QdrantQuery {
  const { collection, filter, exact = false, timeoutMs } = setting;
  return {
    query: [...vector],
    ...(collection.vectorName !== undefined && { using: collection.vectorName }),
    ...(filter !== undefined && { filter }),
    ...(exact && { params: { exact } }),
    limit,
    with_payload: payloadKeys(collection).wanted,
    timeout: serverSeconds(timeoutMs),
  };
}

function requireQuery(vector: Float32Array, topK: number): void {
  if (!Number.isSafeInteger(topK) || topK < 1)
    throw new RangeError(`Expected topK to be an integer of 1 or more, got ${topK}.`);
  longestRow("the query", { data: vector, rows: 1, dimensions: vector.length });
}

/** An error when dot products show that vectors are not of length 1. */
function requireCosines(
  { collection }: Setting,
  found: readonly FoundPoint[],
  { distance }: VectorFacts,
): void {
  const wrong = found.find(({ score }) => Math.abs(score) > 1.1); // quantised ones are a little off
  if (distance !== "Dot" || wrong === undefined) return;
  throw mismatch(
    collection.name,
    `dot products of vectors of length 1, in [-1, 1], got ${wrong.score} for "${wrong.docId}"`,
    'Normalise the vectors, or fill a collection with distance "Cosine".',
  );
}
