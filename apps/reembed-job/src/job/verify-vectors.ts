import { cosineSimilarity, embeddingAt } from "@searchfit/onnx-embedder";
import {
  countReembedding,
  measureReembedding,
  nextIndexes,
  sampleReembedded,
  type NextIndex,
  type ReembeddedProduct,
  type ReembeddingCounts,
  type VectorStatistics,
} from "@searchfit/pg-corpus";
import { embedProducts } from "./embed-products.ts";
import type { ReembedJob } from "./reembed-job.ts";
import { verifySearch, type SearchChecks, type SearchFindings } from "./verify-search.ts";

/** How vectors are verified. */
export interface VerifyOptions {
  /** Products that are embedded again for comparison. @default 50 */
  readonly sampleSize?: number;
  /** Chooses the sample. @default "42" */
  readonly seed?: string;
  /** Accepts products that changed since: the switch embeds them. @default false */
  readonly acceptStale?: boolean;
  /** How searching in the new vectors is verified. @default the index against exact search */
  readonly search?: SearchChecks;
}

/** What a verification found. */
export interface Verification {
  /** Whether everything is as it must be. */
  readonly passed: boolean;
  /** What is not, a sentence each. */
  readonly problems: readonly string[];
  /** Products with and without vectors. */
  readonly counts: ReembeddingCounts;
  /** Widths and lengths of the vectors. */
  readonly vectors: readonly VectorStatistics[];
  /** Products that were embedded again. */
  readonly sampleSize: number;
  /** Smallest cosine of a stored vector with the one embedded again; null without a sample. */
  readonly minCosine: number | null;
  /** Indexes on the new vectors. */
  readonly indexes: readonly Pick<NextIndex, "name" | "next" | "state">[];
  /** Recall of the index and NDCG@10. */
  readonly search: Omit<SearchFindings, "problems">;
}

/** A vector that was stored and embedded again has at least this cosine with itself. */
const leastCosine = 0.9999;

/** How far the length of a normalised vector may be from 1; half precision rounds by 0.0005. */
const normTolerance = 0.002;

/**
 * Checks the new vectors: each active product has them, of the model's width and length, a random
 * sample that is embedded again gives the same (cosine ≥ 0.9999), their index finds what exact search
 * finds, and their NDCG@10 is as it must be.
 *
 * @throws {PgCorpusError} `REEMBEDDING_STATE` where no re-embedding was begun.
 * @example
 * (await verifyVectors(job)).passed; // true
 */
export async function verifyVectors(
  job: ReembedJob,
  options: VerifyOptions = {},
): Promise<Verification> {
  const { db, table } = job;
  const { sampleSize: size = 50, seed = "42", search: checks = {} } = options;
  const counts = await countReembedding(db, { table });
  const vectors = await measureReembedding(db, { table });
  const sample = await sampleReembedded(db, { table, size, seed });
  const minCosine = await worstCosine(job, sample);
  const indexes = (await nextIndexes(db, { table })).map(({ name, next, state }) => {
    return { name, next, state };
  });
  const { problems: searchProblems, ...search } = await verifySearch(
    job,
    checks,
    sample.map(({ product }) => product),
  );
  const problems = [
    ...(options.acceptStale === true ? [] : countProblems(counts)),
    ...vectors.flatMap((one) => vectorProblems(job, one)),
    ...cosineProblems(minCosine, sample.length),
    ...indexes.flatMap((index) =>
      index.state === "valid" ? [] : [`Index ${index.next} is ${index.state}.`],
    ),
    ...searchProblems,
  ];
  const found = { counts, vectors, sampleSize: sample.length, minCosine, indexes, search };
  return { passed: problems.length === 0, problems, ...found };
}

async function worstCosine(
  job: ReembedJob,
  sample: readonly ReembeddedProduct[],
): Promise<number | null> {
  if (sample.length === 0) return null;
  const again = await embedProducts(
    job,
    sample.map(({ product }) => product),
  );
  const cosines = sample.flatMap(({ content, title }, row) => [
    cosineSimilarity(content, embeddingAt(again.content, row)),
    ...(title === undefined || again.title === undefined
      ? []
      : [cosineSimilarity(title, embeddingAt(again.title, row))]),
  ]);
  return Math.min(...cosines);
}

function countProblems({ active, ready, stale }: ReembeddingCounts): readonly string[] {
  if (stale === 0) return [];
  return [
    `${stale} of ${active} products lack new vectors or have changed since (${ready} are ready).`,
  ];
}

function vectorProblems({ embedder }: ReembedJob, vectors: VectorStatistics): readonly string[] {
  const { key, dimensions, minNorm, maxNorm } = vectors;
  const { dimensions: expected, normalize } = embedder.model;
  const problems: string[] = [];
  if (dimensions.some((width) => width !== expected))
    problems.push(`Expected ${key} vectors of ${expected} values, got ${dimensions.join(", ")}.`);
  if (minNorm === null || maxNorm === null) return problems;
  if (normalize && (minNorm < 1 - normTolerance || maxNorm > 1 + normTolerance))
    problems.push(`Expected ${key} vectors of length 1, got ${minNorm} to ${maxNorm}.`);
  else if (minNorm === 0) problems.push(`Expected ${key} vectors that are not zero.`);
  return problems;
}

function cosineProblems(minCosine: number | null, sampleSize: number): readonly string[] {
  if (minCosine === null || minCosine >= leastCosine) return [];
  return [
    `Expected ${sampleSize} products that were embedded again to agree (cosine ≥ ${leastCosine}), got ${minCosine.toFixed(6)}.`,
  ];
}
