import type { Matrix } from "../dense/matrix.ts";
import { longestRow, requireFilled } from "../dense/matrix.ts";
import { requireIds } from "../dense/require-ids.ts";
import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";
import { callQdrant, requireTimeout, serverSeconds } from "./call-qdrant.ts";
import type { QdrantCollection, QdrantPoint, QdrantWriteClient } from "./qdrant-client.ts";
import { badResponse, timedOut } from "./qdrant-errors.ts";
import { qdrantPointId } from "./qdrant-point-id.ts";
import { fingerprintOf, payloadKeys, pointsOf } from "./read-points.ts";
import { requireDimensions, vectorFacts } from "./vector-facts.ts";

/** Vectors of products, and where they are written. */
export interface WriteQdrantVectorsOptions {
  /** A `QdrantClient`, with the caller's url, key and timeout. */
  readonly client: QdrantWriteClient;
  /** The collection, with an `idKey`. */
  readonly collection: QdrantCollection;
  /** Product id of each row, without repeats. */
  readonly docIds: readonly string[];
  /** Vectors, normalised. */
  readonly vectors: Matrix;
  /** Fingerprint of the model that made them. */
  readonly fingerprint: string;
  /** What else is kept with a product, to filter by or to show. @default nothing */
  readonly payload?: (docId: string) => Readonly<Record<string, unknown>>;
  /** Points in a request, an integer ≥ 1. @default 128 */
  readonly batchSize?: number;
  /** Milliseconds that a request may take, an integer ≥ 1. @default 60000 */
  readonly timeoutMs?: number;
  /** Stops between two requests, or while one is waited for; rejects with its reason. */
  readonly signal?: AbortSignal;
  /** Called after each request with the number of points that are written. */
  readonly onProgress?: (written: number) => void;
}

/**
 * Writes products with their vectors into a collection of Qdrant, as {@link createQdrantCorpus} reads
 * them: a point a product, whose id is {@link qdrantPointId} of the product id, with product id and
 * fingerprint in the payload. Each request is answered when its points can be found, so a job that was
 * stopped is run again; that changes nothing. A point is written whole: other vectors and another
 * payload that it had are gone.
 *
 * @returns How many points were written.
 * @throws {HybridRetrievalError} `MODEL_MISMATCH` when the collection has vectors of another model, or
 *   of one that is not recorded; `DUPLICATE_DOCUMENT` and `INVALID_VECTOR` before anything is written;
 *   and what `search` of {@link createQdrantCorpus} rejects with.
 * @throws {RangeError} When ids, data and shapes do not fit together, or a number is out of range.
 * @example
 * await client.createCollection("products", { vectors: { size: 384, distance: "Cosine" } });
 * const collection = { name: "products" };
 * await writeQdrantVectors({ client, collection, docIds, vectors, fingerprint: model.fingerprint });
 * // 20000
 */
export async function writeQdrantVectors(options: WriteQdrantVectorsOptions): Promise<number> {
  const { docIds, vectors, batchSize = 128, timeoutMs = 60_000, onProgress } = options;
  requireTimeout(timeoutMs);
  if (!Number.isSafeInteger(batchSize) || batchSize < 1)
    throw new RangeError(`Expected batchSize to be an integer of 1 or more, got ${batchSize}.`);
  const setting = { ...options, timeoutMs, idKey: requireIdKey(options.collection) };
  requireFilled("vectors", vectors);
  requireIds("DUPLICATE_DOCUMENT", docIds, vectors.rows);
  longestRow("vectors", vectors);
  await requireCollection(setting);
  for (let start = 0; start < docIds.length; start += batchSize) {
    const end = Math.min(start + batchSize, docIds.length);
    await writeBatch(setting, start, end);
    onProgress?.(end);
  }
  return docIds.length;
}

type Setting = WriteQdrantVectorsOptions & { readonly timeoutMs: number; readonly idKey: string };

function requireIdKey(collection: QdrantCollection): string {
  const { idKey } = payloadKeys(collection);
  if (idKey !== null) return idKey;
  throw new RangeError("Expected idKey to be the key of the product id in the payload, got null.");
}

/** An error when the collection does not take these vectors, or has those of another model. */
async function requireCollection(setting: Setting): Promise<void> {
  const { client, collection, vectors, fingerprint, timeoutMs } = setting;
  const { name } = collection;
  const info = await callQdrant(setting, () => client.getCollection(name));
  requireDimensions(name, vectorFacts(info, collection).dimensions, vectors.dimensions);
  const { fingerprintKey } = payloadKeys(collection);
  const request = { limit: 1, with_payload: [fingerprintKey], timeout: serverSeconds(timeoutMs) };
  const [first] = pointsOf(await callQdrant(setting, () => client.scroll(name, request)), name);
  if (first === undefined || fingerprintOf(first, collection) === fingerprint) return;
  const there = fingerprintOf(first, collection)?.slice(0, 12) ?? "a model that is not recorded";
  throw new HybridRetrievalError(
    "MODEL_MISMATCH",
    `Qdrant collection "${name}": expected vectors of model ${fingerprint.slice(0, 12)}, got those of ${there}.`,
    {
      hint: "Write into a new collection, then switch an alias to it.",
      details: { collection: name, fingerprint },
    },
  );
}

async function writeBatch(setting: Setting, start: number, end: number): Promise<void> {
  const { client, collection, timeoutMs } = setting;
  const points: QdrantPoint[] = [];
  for (let row = start; row < end; row++) points.push(pointOf(setting, row));
  const request = { wait: true, timeout: serverSeconds(timeoutMs), points } as const;
  const answer = await callQdrant(setting, () => client.upsert(collection.name, request));
  const status = (answer as { status?: unknown } | null)?.status;
  if (status === "wait_timeout") throw timedOut(collection.name, timeoutMs);
  if (status !== "completed") throw badResponse(collection.name, `the status "completed"`);
}

function pointOf({ docIds, vectors, ...setting }: Setting, row: number): QdrantPoint {
  const { collection, payload, fingerprint, idKey } = setting;
  const { data, dimensions } = vectors;
  const docId = docIds[row]!;
  const vector = [...data.subarray(row * dimensions, (row + 1) * dimensions)];
  const { fingerprintKey } = payloadKeys(collection);
  return {
    id: qdrantPointId(docId),
    vector: collection.vectorName === undefined ? vector : { [collection.vectorName]: vector },
    payload: { ...payload?.(docId), [idKey]: docId, [fingerprintKey]: fingerprint },
  };
}
