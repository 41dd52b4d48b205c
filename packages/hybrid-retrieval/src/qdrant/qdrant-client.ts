/**
 * What is used of a `QdrantClient` of `@qdrant/js-client-rest` 1.10 or newer to search. Its answers
 * are checked, so any object with these methods will do.
 */
export interface QdrantSearchClient {
  /** What a collection is made of. */
  readonly getCollection: (collection: string) => Promise<unknown>;
  /** The points nearest to a vector. */
  readonly query: (collection: string, request: QdrantQuery) => Promise<unknown>;
}

/** What is used of a `QdrantClient` to write. */
export interface QdrantWriteClient extends Pick<QdrantSearchClient, "getCollection"> {
  /** Some points. */
  readonly scroll: (collection: string, request: QdrantScroll) => Promise<unknown>;
  /** Writes points whole, in place of those with the same ids. */
  readonly upsert: (collection: string, request: QdrantUpsert) => Promise<unknown>;
}

/** A request for the points nearest to a vector, as Qdrant spells it. */
export interface QdrantQuery {
  /** The vector, shape [dimensions]. */
  readonly query: number[];
  /** Name of the vectors that it is compared with. */
  readonly using?: string;
  /** Which points may be found. */
  readonly filter?: object;
  /** How they are searched. */
  readonly params?: { readonly exact: boolean };
  /** Points at most. */
  readonly limit: number;
  /** Keys of the payload that come back. */
  readonly with_payload: string[];
  /** Seconds that the server may take, an integer ≥ 1. */
  readonly timeout: number;
}

/** A request for some points, as Qdrant spells it. */
export interface QdrantScroll {
  /** Points at most. */
  readonly limit: number;
  /** Keys of the payload that come back. */
  readonly with_payload: string[];
  /** Seconds that the server may take, an integer ≥ 1. */
  readonly timeout: number;
}

/** Points to write, as Qdrant spells it. */
export interface QdrantUpsert {
  /** Whether the answer comes only when the points can be found. */
  readonly wait: true;
  /** Seconds that the server may take, an integer ≥ 1. */
  readonly timeout: number;
  /** The points. */
  readonly points: QdrantPoint[];
}

/** A point to write, as Qdrant spells it. */
export interface QdrantPoint {
  /** A UUID. */
  readonly id: string;
  /** Its vector, or its vectors by name. */
  readonly vector: number[] | Record<string, number[]>;
  /** What else is kept with it. */
  readonly payload: Record<string, unknown>;
}

/** A collection and where in it products and vectors are. */
export interface QdrantCollection {
  /** Its name, or an alias. */
  readonly name: string;
  /** Name of the vectors. @default the vector without a name */
  readonly vectorName?: string;
  /**
   * Key at the top of the payload with the product id, a string or an integer; null: the point's own
   * id is the product id.
   * @default "id"
   */
  readonly idKey?: string | null;
  /** Key at the top of the payload with the fingerprint of the vector's model. @default "model_fingerprint" */
  readonly fingerprintKey?: string;
}
