import type { ScoredDoc } from "@searchfit/ir-metrics";
import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";
import type { QdrantCollection } from "./qdrant-client.ts";
import { badResponse, mismatch } from "./qdrant-errors.ts";

/** A document as a point has it. */
export interface FoundPoint extends ScoredDoc {
  /** Fingerprint of its vector's model; null: none is recorded. */
  readonly fingerprint: string | null;
}

interface Point {
  readonly id?: unknown;
  readonly score?: unknown;
  readonly payload?: Readonly<Record<string, unknown>> | null;
}

/** Where a collection keeps what is read, with the defaults. */
export function payloadKeys({
  idKey = "id",
  fingerprintKey = "model_fingerprint",
}: QdrantCollection) {
  const wanted = idKey === null ? [fingerprintKey] : [idKey, fingerprintKey];
  return { idKey, fingerprintKey, wanted };
}

/**
 * The documents of an answer of `query`, in its order.
 *
 * @throws {HybridRetrievalError} `COLLECTION_MISMATCH` when a point has no product id, `BAD_RESPONSE`
 *   when it is no such answer.
 */
export function readPoints(answer: unknown, collection: QdrantCollection): readonly FoundPoint[] {
  const points = pointsOf(answer, collection.name);
  const { idKey } = payloadKeys(collection);
  return points.map((point) => {
    const { id, score, payload } = point;
    if (typeof score !== "number") throw badResponse(collection.name, "the score of every point");
    const docId = idText(idKey === null ? id : payload?.[idKey]);
    if (docId === undefined) throw withoutId(collection.name, { id, idKey });
    return { docId, score, fingerprint: fingerprintOf(point, collection) };
  });
}

/** The points of an answer of `query` or `scroll`. */
export function pointsOf(answer: unknown, collection: string): readonly Point[] {
  const points = (answer as { points?: unknown } | null)?.points;
  if (Array.isArray(points) && points.every((one) => typeof one === "object" && one !== null))
    return points as readonly Point[];
  throw badResponse(collection, "a list of points");
}

/** Fingerprint of the model of a point's vector; null: none is recorded. */
export function fingerprintOf({ payload }: Point, collection: QdrantCollection): string | null {
  const value = payload?.[payloadKeys(collection).fingerprintKey];
  return typeof value === "string" ? value : null;
}

/**
 * The fingerprint that all points have; null for none.
 *
 * @throws {HybridRetrievalError} `MODEL_MISMATCH` when they are of several models.
 */
export function oneFingerprint(points: readonly FoundPoint[], collection: string): string | null {
  const all = [...new Set(points.map(({ fingerprint }) => fingerprint))];
  if (all.length <= 1) return all[0] ?? null;
  const named = all.map((one) => one?.slice(0, 12) ?? "unrecorded").join(", ");
  throw new HybridRetrievalError(
    "MODEL_MISMATCH",
    `Qdrant collection "${collection}": expected vectors of one model, got those of several (${named}).`,
    {
      hint: "Fill a collection of its own for each model, and switch an alias between them.",
      details: { collection, fingerprints: all },
    },
  );
}

function idText(value: unknown): string | undefined {
  if (typeof value === "string" && value !== "") return value;
  return Number.isSafeInteger(value) || typeof value === "bigint" ? String(value) : undefined;
}

function withoutId(collection: string, point: { id: unknown; idKey: string | null }) {
  return mismatch(
    collection,
    `a product id at "${point.idKey}" in the payload of every point, got none in point ${String(point.id)}`,
    "Set idKey to the key that has it, or to null when the points' own ids are the product ids.",
  );
}
