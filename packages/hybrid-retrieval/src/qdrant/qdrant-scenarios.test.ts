import { QdrantClient } from "@qdrant/js-client-rest";
import { expect, it } from "vitest";
import { replayQdrant } from "../../test/replay-qdrant.ts";
import { createRetriever } from "../retriever/create-retriever.ts";
import { createQdrantCorpus } from "./create-qdrant-corpus.ts";
import type { QdrantCollection } from "./qdrant-client.ts";
import { qdrantPointId } from "./qdrant-point-id.ts";
import { writeQdrantVectors } from "./write-qdrant-vectors.ts";

/**
 * The official client against a real HTTP server that replays test/golden/qdrant.json: points and scores
 * of Qdrant's engine in the envelopes of its OpenAPI document (see tools/golden/make_qdrant.py), not
 * recorded from a server. QDRANT_URL=http://… runs the same scenarios on a real one.
 */
async function play(scenario: string, steps: (client: QdrantClient) => Promise<void>) {
  const server = await replayQdrant(scenario);
  try {
    await steps(new QdrantClient({ url: server.url, checkCompatibility: false }));
  } finally {
    await server.close();
  }
}

type Vectors = Parameters<QdrantClient["createCollection"]>[1]["vectors"];
async function create(client: QdrantClient, name: string, vectors: Vectors) {
  await client.deleteCollection(name);
  await client.createCollection(name, { vectors: vectors! });
}

const cosine = { size: 3, distance: "Cosine" } as const;
const query = (...values: readonly number[]) => Float32Array.from(values);
const matrix = (...rows: readonly (readonly number[])[]) => ({
  data: Float32Array.from(rows.flat()),
  rows: rows.length,
  dimensions: rows[0]?.length ?? 1,
});
const make = (client: QdrantClient, collection: QdrantCollection) =>
  createQdrantCorpus({ client, collection });
const ids = (docs: readonly { docId: string }[]) => docs.map(({ docId }) => docId);

const products = ["p1", "p10", "p2", "p3", "ä 9", "1042"];
const same = [0.5, 0.5, 0.5];
const vectors = matrix([1, 0, 0], [2, 1, 0], same, same, same, [0, 0, -3]);
const categories = new Map([
  ["p2", "shoe"],
  ["1042", "shoe"],
]);

it("writes products, searches them, and notices that an alias leads to another model's", () =>
  play("shop", async (client) => {
    await create(client, "searchfit_shop_1", cosine);
    await create(client, "searchfit_shop_2", { size: 3, distance: "Dot" });
    await create(client, "searchfit_shop_3", { size: 2, distance: "Cosine" });
    const lead = (collection_name: string) => ({
      create_alias: { collection_name, alias_name: "searchfit_shop" },
    });
    const leave = { delete_alias: { alias_name: "searchfit_shop" } };
    await client.updateCollectionAliases({ actions: [lead("searchfit_shop_1")] });

    const collection = { name: "searchfit_shop" };
    const payload = (docId: string) => ({ category: categories.get(docId) ?? "lamp" });
    const content = { client, collection, docIds: products, vectors, fingerprint: "m1", payload };
    for (let time = 1; time <= 2; time++) {
      const progress: number[] = [];
      const onProgress = (written: number) => void progress.push(written);
      expect(await writeQdrantVectors({ ...content, batchSize: 4, onProgress })).toBe(6);
      expect(progress).toEqual([4, 6]);
    }
    await expect(writeQdrantVectors({ ...content, fingerprint: "m2" })).rejects.toMatchObject({
      code: "MODEL_MISMATCH",
      message: expect.stringContaining("expected vectors of model m2, got those of m1"),
    });

    const corpus = make(client, collection);
    const { docs, fingerprint } = await corpus.search(query(0.75, 0.5, 0), 2);
    expect(fingerprint).toBe("m1");
    expect(docs).toEqual([
      { docId: "p10", score: expect.closeTo(2 / Math.sqrt(5 * 0.8125), 6) },
      { docId: "p1", score: expect.closeTo(0.75 / Math.sqrt(0.8125), 6) },
    ]);
    const model = { fingerprint: "m1", embed: async () => matrix([0.75, 0.5, 0]) };
    const near = await createRetriever({ model, corpus }).search("lamp", {
      limit: 5,
      threshold: 0.81,
    });
    expect(near).toMatchObject({ source: "corpus", name: "qdrant", scores: "cosine" });
    expect(ids(near.docs)).toEqual(["p10", "p1"]);

    // Three are alike; Qdrant gives p3 or p2 first, the rule is the id descending by its bytes.
    expect(ids((await corpus.search(query(1, 1, 1), 1)).docs)).toEqual(["ä 9"]);
    const must = [{ key: "category", match: { value: "shoe" } }];
    const shoes = createQdrantCorpus({ client, collection, filter: { must }, exact: true });
    const found = await shoes.search(query(1, 1, 1), 10);
    expect(ids(found.docs)).toEqual(["p2", "1042"]);
    expect(found.docs[1]?.score).toBeCloseTo(-1 / Math.sqrt(3), 6);

    const other = { docIds: ["p1"], vectors: matrix([0, 1, 0]), fingerprint: "m2" };
    await writeQdrantVectors({ client, collection: { name: "searchfit_shop_2" }, ...other });
    await client.updateCollectionAliases({ actions: [leave, lead("searchfit_shop_2")] });
    expect((await corpus.search(query(0, 1, 0), 1)).fingerprint).toBe("m2");

    await client.updateCollectionAliases({ actions: [leave, lead("searchfit_shop_3")] });
    await expect(corpus.search(query(0, 1, 0), 1)).rejects.toMatchObject({
      code: "REQUEST_REFUSED",
      message: expect.stringContaining("expected dim: 2, got 3"),
    });
    await expect(corpus.search(query(0, 1, 0), 1)).rejects.toMatchObject({
      code: "DIMENSION_MISMATCH",
      message: expect.stringContaining("expected vectors of 2 dimensions, got 3"),
    });
  }));

it("finds nothing in an empty collection", () =>
  play("empty", async (client) => {
    await create(client, "searchfit_empty", cosine);
    const corpus = make(client, { name: "searchfit_empty" });
    expect(await corpus.search(query(1, 0, 0), 10)).toEqual({ docs: [], fingerprint: null });
  }));

it("says that a collection is missing", () =>
  play("missing", async (client) => {
    await client.deleteCollection("searchfit_missing");
    const corpus = make(client, { name: "searchfit_missing" });
    await expect(corpus.search(query(1, 0, 0), 10)).rejects.toMatchObject({
      code: "COLLECTION_MISSING",
      message: expect.stringContaining("Collection `searchfit_missing` doesn't exist"),
      details: { collection: "searchfit_missing", status: 404 },
      cause: { status: 404 },
    });
  }));

it("reads and writes vectors with a name, and refuses a name that is not there", () =>
  play("named", async (client) => {
    const name = "searchfit_named";
    await create(client, name, { content: cosine, title: { size: 2, distance: "Cosine" } });
    const collection = { name, vectorName: "content" };
    const content = { docIds: ["p1"], vectors: matrix([0, 2, 0]), fingerprint: "m1" };
    await writeQdrantVectors({ client, collection, ...content });
    const { docs } = await make(client, collection).search(query(0, 1, 1), 10);
    expect(docs).toEqual([{ docId: "p1", score: expect.closeTo(Math.SQRT1_2, 6) }]);
    for (const [wrong, expected] of [
      [{ name }, 'expected a vector without a name, got "content", "title"'],
      [{ name, vectorName: "body" }, 'expected a vector "body", got "content", "title"'],
    ] as const) {
      await expect(make(client, wrong).search(query(0, 1, 1), 10)).rejects.toMatchObject({
        code: "COLLECTION_MISMATCH",
        message: expect.stringContaining(expected),
      });
    }
  }));

it("refuses distances, and dot products of vectors that are not of length 1", () =>
  play("distance", async (client) => {
    const name = "searchfit_distance";
    await create(client, name, { size: 3, distance: "Euclid" });
    await expect(make(client, { name }).search(query(1, 0, 0), 10)).rejects.toMatchObject({
      code: "COLLECTION_MISMATCH",
      message: expect.stringContaining("Cosine or Dot, got Euclid"),
    });
    await create(client, name, { size: 3, distance: "Dot" });
    const point = { id: qdrantPointId("p1"), vector: [4, 0, 0] };
    const payload = { id: "p1", model_fingerprint: "m1" };
    await client.upsert(name, { points: [{ ...point, payload }] });
    await expect(make(client, { name }).search(query(1, 0, 0), 10)).rejects.toMatchObject({
      code: "COLLECTION_MISMATCH",
      message: expect.stringContaining('in [-1, 1], got 4 for "p1"'),
    });
  }));

it("reads collections of others, whose model is unrecorded, and writes nothing beside", () =>
  play("foreign", async (client) => {
    const name = "searchfit_foreign";
    await create(client, name, cosine);
    const first = { id: 7, vector: [1, 0, 0], payload: { sku: 7 } };
    const second = { id: 8, vector: [0, 1, 0], payload: { sku: 8 } };
    await client.upsert(name, { points: [first, second] });
    for (const idKey of ["sku", null]) {
      const { docs, fingerprint } = await make(client, { name, idKey }).search(
        query(1, 0.25, 0),
        10,
      );
      expect([ids(docs), fingerprint]).toEqual([["7", "8"], null]);
    }
    await expect(make(client, { name }).search(query(1, 0.25, 0), 10)).rejects.toMatchObject({
      code: "COLLECTION_MISMATCH",
      message: expect.stringContaining('a product id at "id"'),
    });
    const content = { docIds: ["p1"], vectors: matrix([0, 2, 0]), fingerprint: "m1" };
    await expect(
      writeQdrantVectors({ client, collection: { name }, ...content }),
    ).rejects.toMatchObject({
      code: "MODEL_MISMATCH",
      message: expect.stringContaining("got those of a model that is not recorded"),
    });

    const recorded = { ...first, payload: { sku: 7, model_fingerprint: "m1" } };
    await client.upsert(name, { points: [recorded] });
    const retriever = createRetriever({
      model: { fingerprint: "m1", embed: async () => matrix([1, 0.25, 0]) },
      corpus: make(client, { name, idKey: "sku" }),
      lexical: { search: () => [{ docId: "7", score: 1 }] },
    });
    expect(await retriever.search("rain")).toMatchObject({
      source: "lexical",
      passedOver: [expect.stringContaining("got those of several (m1, unrecorded)")],
    });
  }));
