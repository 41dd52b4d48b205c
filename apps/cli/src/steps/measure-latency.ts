import type { Embedder } from "@searchfit/onnx-embedder";

/** Time of single queries, milliseconds. */
export interface Latency {
  /** Queries timed, after the warm-up. */
  readonly queries: number;
  /** Half of them were faster. */
  readonly p50: number;
  /** 95 of 100 were faster. */
  readonly p95: number;
}

/** Queries that run before the clock does. */
const warmUp = 10;

/** Embeds queries one by one and takes the time of each. */
export async function measureLatency(
  embedder: Embedder,
  queries: readonly string[],
): Promise<Latency> {
  for (const query of queries.slice(0, warmUp)) await embedder.embedQueries([query]);
  const times: number[] = [];
  for (const query of queries) {
    const started = performance.now();
    await embedder.embedQueries([query]);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (part: number) => {
    const time = times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
    return Math.round(time * 100) / 100;
  };
  return { queries: times.length, p50: at(0.5), p95: at(0.95) };
}
