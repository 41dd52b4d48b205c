import { rankByScore, type ScoredDoc } from "@searchfit/ir-metrics";
import { reciprocalRankFusion } from "../fusion/reciprocal-rank-fusion.ts";
import { weightedFusion } from "../fusion/weighted-fusion.ts";
import { HybridRetrievalError } from "../hybrid-retrieval-error.ts";
import { rerankDocs } from "./rerank-docs.ts";
import type { CreateRetrieverOptions, Retrieved, Retriever, SearchOptions } from "./retriever.ts";
import { searchVectors } from "./search-vectors.ts";

/** Documents of each list that are fused. */
const fusedDepth = 100;
/** Queries that are searched at once. */
const concurrency = 4;

/**
 * A retriever over a model, a corpus of its vectors and, where given, words and a cross-encoder.
 *
 * A corpus whose vectors are another model's is never searched with this one's: it is passed over,
 * as one that fails is. Then the fallbacks of the same model are tried, then words alone; the result
 * says who answered, and why not those before.
 *
 * @param options Model, corpus, fallbacks, words, reranker.
 * @returns A retriever; `search` rejects with `NO_CORPUS` when nobody can answer.
 * @throws {RangeError} (from `search`) When an option is out of range, or asks for words or a
 *   reranker that were not given.
 * @example
 * const retriever = createRetriever({ model, corpus, lexical: createBm25Index({ documents }) });
 * const { docs, source } = await retriever.search("rain jacket", { limit: 5, hybrid: true });
 */
export function createRetriever(options: CreateRetrieverOptions): Retriever {
  let closed = false;
  const searchMany: Retriever["searchMany"] = async (queries, asked = {}) => {
    if (closed) throw new RangeError("Expected an open retriever, got a closed one.");
    const wanted = checked(options, asked);
    const entries = [...queries];
    const embedded = await embed(options, [...queries.values()]);
    const found = new Map<string, Retrieved>();
    for (let start = 0; start < entries.length; start += concurrency) {
      const block = entries.slice(start, start + concurrency);
      const answers = block.map(([, query], at) =>
        answer(options, { query, vector: vectorAt(embedded, start + at), wanted }),
      );
      for (const [at, one] of (await Promise.all(answers)).entries()) found.set(block[at]![0], one);
    }
    return found;
  };
  return {
    searchMany,
    search: async (query, asked) => {
      const found = await searchMany(new Map([["q", query]]), asked);
      return found.get("q")!;
    },
    close: async () => {
      if (closed) return;
      closed = true;
      const parts = [options.model, options.corpus, ...(options.fallback ?? [])];
      await Promise.all(parts.map(async (part) => part.close?.()));
    },
  };
}

type Wanted = Required<Omit<SearchOptions, "rerank">> & { readonly rerankDepth: number };

function checked(options: CreateRetrieverOptions, asked: SearchOptions): Wanted {
  const { limit = 10, threshold = -Infinity, hybrid = false, rerank = false } = asked;
  const rerankDepth = rerank === true ? 50 : rerank === false ? 0 : rerank;
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new RangeError(`Expected limit to be an integer of 1 or more, got ${limit}.`);
  if (Number.isNaN(threshold)) throw new RangeError("Expected threshold to be a number, got NaN.");
  if (!Number.isSafeInteger(rerankDepth) || rerankDepth < 0)
    throw new RangeError(`Expected rerank to be true, false or an integer, got ${rerankDepth}.`);
  const weight = typeof hybrid === "object" ? hybrid.lexicalWeight : 0;
  if (!(weight >= 0 && weight <= 1))
    throw new RangeError(`Expected lexicalWeight in [0, 1], got ${weight}.`);
  if (hybrid !== false && options.lexical === undefined)
    throw new RangeError("Expected a lexical corpus for hybrid search, got none.");
  if (rerankDepth > 0 && options.reranker === undefined)
    throw new RangeError("Expected a reranker, got none.");
  return { limit, threshold, hybrid, rerankDepth };
}

/** The vectors, or in words why there are none. */
async function embed({ model }: CreateRetrieverOptions, texts: readonly string[]) {
  try {
    return await model.embed(texts);
  } catch (error) {
    return `the model: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function vectorAt(embedded: Awaited<ReturnType<typeof embed>>, row: number): Float32Array | string {
  if (typeof embedded === "string") return embedded;
  const { data, dimensions } = embedded;
  return data.subarray(row * dimensions, (row + 1) * dimensions);
}

interface Asked {
  readonly query: string;
  readonly vector: Float32Array | string;
  readonly wanted: Wanted;
}

async function answer(options: CreateRetrieverOptions, asked: Asked): Promise<Retrieved> {
  const { query, wanted } = asked;
  const found = await gather(options, asked);
  const { reranker } = options;
  if (reranker === undefined || wanted.rerankDepth === 0) {
    return { ...found, docs: found.docs.slice(0, wanted.limit) };
  }
  const docs = await rerankDocs(reranker, query, found.docs.slice(0, wanted.rerankDepth));
  return { ...found, docs: docs.slice(0, wanted.limit), scores: "reranked" };
}

async function gather(options: CreateRetrieverOptions, asked: Asked): Promise<Retrieved> {
  const { query, vector, wanted } = asked;
  const fused = wanted.hybrid !== false;
  const depth = Math.max(wanted.limit, wanted.rerankDepth, fused ? fusedDepth : 1);
  const words = async () => (await options.lexical?.search(query, depth)) ?? [];
  const found =
    typeof vector === "string"
      ? { docs: undefined, source: "corpus" as const, name: "", passedOver: [vector] }
      : await searchVectors(options, vector, depth);
  const { passedOver } = found;
  if (found.docs === undefined) {
    if (options.lexical === undefined) throw noCorpus(passedOver);
    const docs = await words();
    return { docs, source: "lexical", name: "lexical", scores: "bm25", passedOver };
  }
  const { source, name } = found;
  const near = found.docs.filter(({ score }) => score >= wanted.threshold);
  if (!fused) return { docs: rankByScore(near), source, name, scores: "cosine", passedOver };
  return { docs: fuse(near, await words(), wanted), source, name, scores: "fused", passedOver };
}

function fuse(
  near: readonly ScoredDoc[],
  words: readonly ScoredDoc[],
  { hybrid }: Wanted,
): readonly ScoredDoc[] {
  const runs = [near, words].map((docs, index) => ({
    name: String(index),
    rankings: new Map([["q", docs]]),
  }));
  const weight = typeof hybrid === "object" ? hybrid.lexicalWeight : undefined;
  const run =
    weight === undefined ? reciprocalRankFusion(runs) : weightedFusion(runs, [1 - weight, weight]);
  return run.rankings.get("q") ?? [];
}

function noCorpus(passedOver: readonly string[]): HybridRetrievalError {
  return new HybridRetrievalError(
    "NO_CORPUS",
    `Expected a corpus of the model's own vectors, got none: ${passedOver.join("; ")}.`,
    {
      hint: "Give a fallback of the same model, or a lexical corpus; another model's vectors are never searched.",
      details: { passedOver },
    },
  );
}
