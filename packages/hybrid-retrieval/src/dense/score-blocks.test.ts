import { evaluateScores } from "@searchfit/ir-metrics";
import { expect, it } from "vitest";
import type { Matrix } from "./matrix.ts";
import { scoreBlocks } from "./score-blocks.ts";

/** Small whole numbers: products and sums are exact in any order. */
function wholeNumbers(rows: number, seed: number): Matrix {
  let state = seed;
  const data = Float32Array.from({ length: rows * 3 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * 9) - 4;
  });
  return { data, rows, dimensions: 3 };
}

const row = ({ data }: Matrix, at: number) => data.subarray(at * 3, at * 3 + 3);

it("gives every product once, in more than one block of queries", async () => {
  const [queries, documents] = [wholeNumbers(140, 1), wholeNumbers(11, 2)];
  const seen: string[] = [];
  for await (const block of scoreBlocks({ queries, documents, threads: 1 })) {
    expect(block.scores).toHaveLength(block.queries * block.documents);
    for (const [at, score] of block.scores.entries()) {
      const query = block.firstQuery + Math.floor(at / block.documents);
      const document = block.firstDocument + (at % block.documents);
      seen.push(`${query} ${document}`);
      const expected = row(queries, query).reduce(
        (sum, value, k) => sum + value * (row(documents, document)[k] ?? NaN),
        0,
      );
      expect(score).toBeCloseTo(expected, 6);
    }
  }
  expect(seen).toHaveLength(140 * 11);
  expect(new Set(seen).size).toBe(140 * 11);
});

it("gives blocks that evaluateScores takes", async () => {
  const queries = { data: Float32Array.of(1, 0), rows: 1, dimensions: 2 };
  const documents = { data: Float32Array.of(0.5, 0, 1, 0, 0.1, 0), rows: 3, dimensions: 2 };
  const qrels = new Map([["q", new Map([["a", 1]])]]);
  const corpus = { name: "dense", queryIds: ["q"], docIds: ["a", "b", "c"], qrels };
  const evaluation = evaluateScores(corpus, { metrics: ["mrr"] });
  for await (const block of scoreBlocks({ queries, documents, threads: 1 })) evaluation.add(block);
  expect(evaluation.finish().means).toEqual({ mrr: 0.5 });
});

it("gives nothing for an empty corpus, and refuses vectors that do not fit", async () => {
  const queries = wholeNumbers(2, 1);
  const none = { data: new Float32Array(), rows: 0, dimensions: 3 };
  expect(await scoreBlocks({ queries, documents: none }).next()).toMatchObject({ done: true });
  const other = { data: new Float32Array(4), rows: 2, dimensions: 2 };
  const blocks = scoreBlocks({ queries, documents: other });
  await expect(blocks.next()).rejects.toMatchObject({ code: "DIMENSION_MISMATCH" });
});

it("stops at a signal", async () => {
  const [queries, documents] = [wholeNumbers(2, 1), wholeNumbers(2, 2)];
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(scoreBlocks({ queries, documents, signal }).next()).rejects.toThrow("enough");
});
