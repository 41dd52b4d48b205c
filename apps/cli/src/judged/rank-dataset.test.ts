import {
  createEmbedder,
  embeddingAt,
  cosineSimilarity,
  type Embedder,
} from "@searchfit/onnx-embedder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tinyModel } from "../../test/tiny-dataset.ts";
import { openTerminal } from "../terminal/terminal.ts";
import { rankDataset } from "./rank-dataset.ts";

let embedder: Embedder;
beforeAll(async () => {
  embedder = await createEmbedder({ folder: tinyModel });
});
afterAll(() => embedder.close());

const product = (id: string, title: string, content: string) => ({
  ...{ id, title, description: null, category: null, tags: [], source_file: null },
  searchable_content: content,
});
const corpus = [
  product("1", "red shoe", "hiking in the rain"),
  product("2", "", "coffee pot"),
  product("3", "desk lamp", "lamp for a desk"),
];
const dataset = { corpus, queries: [{ _id: "q", text: "coffee" }], qrels: new Map() };
const rank = (titleWeight: number, by = embedder) =>
  rankDataset({
    ...{ embedder: by, dataset, titleWeight, name: "tiny", threads: 1 },
    terminal: openTerminal({ json: false }),
    signal: new AbortController().signal,
  });

it("ranks the whole corpus by cosine", async () => {
  const query = embeddingAt(await embedder.embedQueries(["coffee"]), 0);
  const run = await rank(0);
  const ranking = run.rankings.get("q") ?? [];
  expect(ranking).toHaveLength(3);
  for (const { docId, score } of ranking) {
    const text = corpus.find(({ id }) => id === docId)?.searchable_content ?? "";
    const vector = embeddingAt(await embedder.embedDocuments([text]), 0);
    expect(score).toBeCloseTo(cosineSimilarity(query, vector), 5);
  }
  expect(ranking.map(({ score }) => score)).toEqual(
    ranking.map(({ score }) => score).sort((a, b) => b - a),
  );
});

it("gives a document without a title the vector of its content, whatever titles weigh", async () => {
  const scoreOf2 = async (weight: number) =>
    (await rank(weight)).rankings.get("q")?.find(({ docId }) => docId === "2")?.score;
  expect(await scoreOf2(1)).toBeCloseTo((await scoreOf2(0)) ?? Number.NaN, 5);
});

it("ranks by cosine where a model gives vectors of any length", async () => {
  const longer = (made: { data: Float32Array; rows: number; dimensions: number }) => ({
    ...made,
    data: made.data.map((value, index) => value * (1 + Math.floor(index / made.dimensions))),
  });
  const unnormalised: Embedder = {
    ...embedder,
    model: { ...embedder.model, normalize: false },
    embedDocuments: async (texts, options) => longer(await embedder.embedDocuments(texts, options)),
  };
  const [plain, scaled] = [await rank(0), await rank(0, unnormalised)];
  expect(scaled.rankings.get("q")?.map(({ docId }) => docId)).toEqual(
    plain.rankings.get("q")?.map(({ docId }) => docId),
  );
});
