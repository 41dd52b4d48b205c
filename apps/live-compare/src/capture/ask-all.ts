import { compareResults } from "../diff/compare-results.ts";
import type { CapturedQuery } from "../live-capture.ts";
import type { SearchClient } from "./search-client.ts";

/** What is asked, and how. */
export interface AskAllOptions {
  /** Queries, in order. */
  readonly queries: readonly string[];
  /** Requests at once. */
  readonly concurrency: number;
  /** How often each query is asked. */
  readonly repeats: number;
  /** Called after every answer. */
  readonly onProgress: (done: number) => void;
  /** Stops between answers. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Asks each query, and then all of them again as often as is wanted. The first answers are kept;
 * the later ones tell how far the API agrees with itself, and how long it takes.
 */
export async function askAll(
  client: SearchClient,
  options: AskAllOptions,
): Promise<readonly CapturedQuery[]> {
  const rounds: CapturedQuery[][] = [];
  let done = 0;
  for (let repeat = 0; repeat < options.repeats; repeat++) {
    const answers: CapturedQuery[] = [];
    const ask = async (index: number) => {
      options.signal?.throwIfAborted();
      answers[index] = await client.ask(options.queries[index] ?? "");
      options.onProgress(++done);
    };
    await ask(0); // alone, because the first one settles the path
    let next = 1;
    const worker = async () => {
      try {
        while (next < options.queries.length) await ask(next++);
      } catch (error) {
        next = Infinity; // the others stop, too
        throw error;
      }
    };
    await Promise.all(Array.from({ length: options.concurrency }, worker));
    rounds.push(answers);
  }
  const [first = [], ...others] = rounds;
  return first.map((answer, index) =>
    withRepeats(
      answer,
      others.flatMap((round) => round[index] ?? []),
    ),
  );
}

function withRepeats(answer: CapturedQuery, again: readonly CapturedQuery[]): CapturedQuery {
  if (again.length === 0) return answer;
  const { query, results: before, latencyMs } = answer;
  const overlaps = again.map(({ results }) => compareResults({ query, before, after: results }));
  return {
    ...answer,
    repeats: {
      latenciesMs: [latencyMs, ...again.map((one) => one.latencyMs)],
      jaccard: overlaps.reduce((sum, { jaccard }) => sum + jaccard, 0) / again.length,
      unchanged: overlaps.filter(({ unchanged }) => unchanged).length / again.length,
    },
  };
}
