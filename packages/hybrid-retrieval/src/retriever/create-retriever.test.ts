import { expect, it } from "vitest";
import { createBm25Index } from "../lexical/create-bm25-index.ts";
import { createMemoryCorpus } from "./create-memory-corpus.ts";
import { createRetriever } from "./create-retriever.ts";
import type { CreateRetrieverOptions, VectorCorpus } from "./retriever.ts";

const documents = [
  { id: "jacket", text: "waterproof jacket" },
  { id: "shoe", text: "running shoe" },
  { id: "lamp", text: "desk lamp for reading" },
];
const docIds = documents.map(({ id }) => id);
const vectors = { data: Float32Array.of(1, 0, 0.6, 0.8, 0, 1), rows: 3, dimensions: 2 };
const lexical = createBm25Index({ documents });
const corpus = createMemoryCorpus({ vectors, docIds, fingerprint: "m1", name: "main" });
/** Every query points at the jacket, those about lamps at the lamp. */
const model = {
  fingerprint: "m1",
  embed: async (texts: readonly string[]) => {
    const rows = texts.map((text) => (text.includes("lamp") ? [0, 1] : [1, 0]));
    return { data: Float32Array.from(rows.flat()), rows: texts.length, dimensions: 2 };
  },
};
const broken: VectorCorpus = {
  name: "pg",
  search: () => Promise.reject(new Error("no connection")),
};
const ids = (docs: readonly { docId: string }[]) => docs.map(({ docId }) => docId);
const make = (options: Partial<CreateRetrieverOptions> = {}) =>
  createRetriever({ model, corpus, ...options });

it("gives the nearest documents, down to a limit and a threshold", async () => {
  const found = await make().search("rain");
  expect(found).toMatchObject({ source: "corpus", name: "main", scores: "cosine", passedOver: [] });
  expect(ids(found.docs)).toEqual(["jacket", "shoe", "lamp"]);
  expect(found.docs[1]?.score).toBeCloseTo(0.6, 6);
  expect(ids((await make().search("rain", { limit: 2 })).docs)).toEqual(["jacket", "shoe"]);
  expect(ids((await make().search("rain", { threshold: 0.7 })).docs)).toEqual(["jacket"]);
});

it("fuses with words, by rank or by score", async () => {
  const retriever = make({ lexical });
  const byRank = await retriever.search("shoe", { hybrid: true });
  expect(byRank.scores).toBe("fused");
  expect(ids(byRank.docs)).toEqual(["shoe", "jacket", "lamp"]); // 1/62 + 1/61, 1/61, 1/63
  const byScore = await retriever.search("shoe", { hybrid: { lexicalWeight: 0.2 } });
  expect(byScore.docs).toEqual([
    { docId: "jacket", score: 0.8 },
    { docId: "shoe", score: expect.closeTo(0.8 * 0.6 + 0.2, 6) },
    { docId: "lamp", score: 0 },
  ]);
});

it("orders the best again with a reranker", async () => {
  const texts = new Map(documents.map(({ id, text }) => [id, text]));
  const reranker = {
    textsOf: async (wanted: readonly string[]) =>
      new Map(wanted.filter((id) => id !== "jacket").map((id) => [id, texts.get(id) ?? ""])),
    rerank: async (_: string, all: readonly string[]) => all.map((text) => text.length),
  };
  const found = await make({ reranker }).search("rain", { rerank: 3 });
  expect(found.scores).toBe("reranked");
  expect(found.docs).toEqual([
    { docId: "lamp", score: 21 },
    { docId: "shoe", score: 12 },
  ]);
});

it("answers many queries, embedded together, each as it is alone", async () => {
  let calls = 0;
  const counted = { ...model, embed: (texts: readonly string[]) => (calls++, model.embed(texts)) };
  const queries = new Map(
    Array.from({ length: 9 }, (_, i) => [`q${i}`, i % 2 ? "a lamp" : "rain"]),
  );
  const found = await make({ model: counted }).searchMany(queries);
  expect([...found.keys()]).toEqual([...queries.keys()]);
  expect(calls).toBe(1);
  for (const [id, query] of queries) expect(found.get(id)).toEqual(await make().search(query));
  expect(await make().searchMany(new Map())).toEqual(new Map());
});

it("goes to another corpus of the same model when the first fails, and says so", async () => {
  const found = await make({ corpus: broken, fallback: [corpus] }).search("rain");
  expect(found).toMatchObject({
    source: "fallback",
    name: "main",
    passedOver: ["pg: no connection"],
  });
});

it("never searches another model's vectors, neither in the corpus nor in a fallback", async () => {
  const other = createMemoryCorpus({ vectors, docIds, fingerprint: "m2", name: "other" });
  const unrecorded: VectorCorpus = {
    name: "old",
    search: async () => ({ docs: [{ docId: "jacket", score: 1 }], fingerprint: null }),
  };
  const found = await make({ corpus: other, fallback: [unrecorded, other], lexical }).search(
    "lamp",
  );
  expect(found).toMatchObject({ source: "lexical", name: "lexical", scores: "bm25" });
  expect(ids(found.docs)).toEqual(["lamp"]);
  expect(found.passedOver).toEqual([
    "other: its vectors are of another model (m2)",
    "old: the model of its vectors is not recorded",
    "other: its vectors are of another model (m2)",
  ]);
  expect((await make({ corpus: unrecorded }).search("rain")).source).toBe("corpus");
  await expect(make({ corpus: other }).search("rain")).rejects.toMatchObject({
    code: "NO_CORPUS",
    message: expect.stringContaining("another model"),
  });
});

it("answers by words when the model fails", async () => {
  const failing = { ...model, embed: () => Promise.reject(new Error("out of memory")) };
  const found = await make({ model: failing, lexical }).search("shoe", { hybrid: true });
  expect(found).toMatchObject({ source: "lexical", passedOver: ["the model: out of memory"] });
});

it("refuses options out of range and parts that were not given", async () => {
  for (const wrong of [
    { limit: 0 },
    { limit: 1.5 },
    { threshold: NaN },
    { rerank: -1 },
    { rerank: true },
    { hybrid: true },
    { hybrid: { lexicalWeight: 2 } },
  ]) {
    await expect(make().search("rain", wrong), JSON.stringify(wrong)).rejects.toThrow(RangeError);
  }
});

it("closes its parts once and refuses searches then", async () => {
  const closed: string[] = [];
  const close = (name: string) => async () => void closed.push(name);
  const retriever = make({
    model: { ...model, close: close("model") },
    corpus: { ...corpus, close: close("corpus") },
  });
  await retriever.close();
  await retriever.close();
  expect(closed).toEqual(["model", "corpus"]);
  await expect(retriever.search("rain")).rejects.toThrow("closed");
});
