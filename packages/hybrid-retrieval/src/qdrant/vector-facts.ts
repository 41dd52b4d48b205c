import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";
import type { QdrantCollection } from "./qdrant-client.ts";
import { badResponse, mismatch } from "./qdrant-errors.ts";

/** The vectors of a collection that are searched. */
export interface VectorFacts {
  /** Length of a vector. */
  readonly dimensions: number;
  /** How two are compared; both are the cosine for vectors of length 1. */
  readonly distance: "Cosine" | "Dot";
}

/**
 * What an answer of `getCollection` says about the collection's vectors.
 *
 * @throws {HybridRetrievalError} `COLLECTION_MISMATCH` when it has none of that name, or its distance
 *   is no similarity; `BAD_RESPONSE` when it is no such answer.
 */
export function vectorFacts(info: unknown, collection: QdrantCollection): VectorFacts {
  const { distance, size } = vectorParams(info, collection);
  if (!Number.isSafeInteger(size)) throw badResponse(collection.name, "the size of its vectors");
  if (distance === "Cosine" || distance === "Dot") return { dimensions: Number(size), distance };
  throw mismatch(
    collection.name,
    `vectors compared by Cosine or Dot, got ${String(distance)}`,
    'Fill a new collection with distance "Cosine".',
  );
}

interface VectorParams {
  readonly size?: unknown;
  readonly distance?: unknown;
}

function vectorParams(info: unknown, { name, vectorName }: QdrantCollection): VectorParams {
  const config = (info as { config?: { params?: { vectors?: unknown } } } | null)?.config;
  if (typeof config?.params !== "object") throw badResponse(name, "its configuration");
  const vectors = (config.params.vectors ?? {}) as Readonly<Record<string, unknown>>;
  const unnamed = "size" in vectors && typeof vectors.size !== "object";
  if (unnamed && vectorName === undefined) return vectors;
  const found = unnamed || vectorName === undefined ? undefined : vectors[vectorName];
  if (typeof found === "object" && found !== null) return found;
  const names = Object.keys(vectors).map((key) => `"${key}"`);
  const there = unnamed ? "one without a name" : names.join(", ") || "none";
  const wanted = vectorName === undefined ? "a vector without a name" : `a vector "${vectorName}"`;
  throw mismatch(name, `${wanted}, got ${there}`, "Correct vectorName, or the collection.");
}

/** An error for vectors of another length than the collection's. */
export function requireDimensions(collection: string, wanted: number, given: number): void {
  if (wanted === given) return;
  throw new HybridRetrievalError(
    "DIMENSION_MISMATCH",
    `Qdrant collection "${collection}": expected vectors of ${wanted} dimensions, got ${given}.`,
    {
      hint: "The collection was made for another model: embed with that one, or fill a new collection.",
      details: { collection, dimensions: [wanted, given] },
    },
  );
}
