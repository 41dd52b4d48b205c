import { describe, expect, it } from "vitest";
import { createExactIndex } from "./create-exact-index.ts";

const documents = { data: Float32Array.of(1, 0, 0, 1, 0.6, 0.8), rows: 3, dimensions: 2 };
const docIds = ["right", "up", "between"];
const queryOf = (x: number, y: number) => ({
  queries: { data: Float32Array.of(x, y), rows: 1, dimensions: 2 },
  queryIds: ["q"],
  topK: 2,
  name: "dense",
});
const idsOf = async (run: ReturnType<ReturnType<typeof createExactIndex>["search"]>) =>
  (await run).rankings.get("q")?.map(({ docId }) => docId);

describe("createExactIndex", () => {
  it("answers several searches, one after the other and at once", async () => {
    const index = createExactIndex({ documents, docIds, threads: 1 });
    expect(await idsOf(index.search(queryOf(1, 0)))).toEqual(["right", "between"]);
    const both = [index.search(queryOf(0, 1)), index.search(queryOf(1, 0))];
    expect(await Promise.all(both.map(idsOf))).toEqual([
      ["up", "between"],
      ["right", "between"],
    ]);
    await index.close();
  });

  it("lets searches under way end before it closes, and refuses others", async () => {
    const index = createExactIndex({ documents, docIds, threads: 1 });
    const search = index.search(queryOf(1, 0));
    await Promise.all([index.close(), index.close()]);
    expect(await idsOf(search)).toEqual(["right", "between"]);
    await expect(index.search(queryOf(1, 0))).rejects.toThrow("closed");
  });

  it("checks the documents before any search", () => {
    expect(() => createExactIndex({ documents, docIds: ["a", "b", "a"] })).toThrow(
      expect.objectContaining({ code: "DUPLICATE_DOCUMENT" }),
    );
    const data = Float32Array.of(1, 0, NaN, 1, 0.6, 0.8);
    expect(() => createExactIndex({ documents: { ...documents, data }, docIds })).toThrow(
      expect.objectContaining({ code: "INVALID_VECTOR" }),
    );
  });

  it("refuses queries of other models, and takes further ones", async () => {
    const index = createExactIndex({ documents, docIds, threads: 1 });
    const queries = { data: Float32Array.of(1, 0, 0), rows: 1, dimensions: 3 };
    await expect(index.search({ ...queryOf(1, 0), queries })).rejects.toMatchObject({
      code: "DIMENSION_MISMATCH",
    });
    expect(await idsOf(index.search(queryOf(1, 0)))).toEqual(["right", "between"]);
    await index.close();
  });
});
