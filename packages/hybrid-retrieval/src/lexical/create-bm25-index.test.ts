import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createBm25Index } from "./create-bm25-index.ts";

interface Golden {
  readonly documents: readonly (readonly string[])[];
  readonly queries: readonly (readonly string[])[];
  readonly cases: readonly {
    readonly k1: number;
    readonly b: number;
    readonly scores: readonly (readonly number[])[];
  }[];
}

const file = join(import.meta.dirname, "../../test/golden/bm25.json");
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;

describe("createBm25Index", () => {
  it("finds words within texts without blanks", () => {
    const documents = [
      { id: "1", text: "女士红色真皮高跟鞋" },
      { id: "2", text: "รองเท้าผู้หญิง" },
    ];
    const index = createBm25Index({ documents });
    expect(index.search("红色高跟鞋", 10).map(({ docId }) => docId)).toEqual(["1"]);
    expect(index.search("รองเท้า", 10).map(({ docId }) => docId)).toEqual(["2"]);
  });

  it("weighs a term as Lucene does", () => {
    const index = createBm25Index({
      documents: [
        { id: "1", text: "red shoes" },
        { id: "2", text: "blue shoes for running in blue rain" },
      ],
    });
    // 5 terms left of the second text ("for" and "in" are stop words), 3.5 on average
    const rarity = Math.log(1 + (2 - 1 + 0.5) / (1 + 0.5));
    const score = (rarity * 2) / (2 + 1.2 * (1 - 0.75 + (0.75 * 5) / 3.5));
    const [found, ...others] = index.search("Blue", 10);
    expect(others).toEqual([]);
    expect(found?.docId).toBe("2");
    expect(found?.score).toBeCloseTo(score, 12);
  });

  it("tells about how much memory it takes", () => {
    const index = createBm25Index({ documents: [{ id: "1", text: "red shoes" }] });
    const numbers = 3 * 4 + 2 * (4 + 8); // where each term begins; a document and a weight for each
    const texts = 2 * "1redshoe".length + 3 * 40; // the id and two stems
    expect(index.byteLength).toBe(numbers + texts);
  });

  it.each(golden.cases)("agrees with bm25s at k1 $k1 and b $b", ({ k1, b, scores }) => {
    const documents = golden.documents.map((tokens, row) => ({
      id: String(row),
      text: tokens.join(" "),
    }));
    const index = createBm25Index({ documents, k1, b, tokenize: (text) => text.split(" ") });
    for (const [query, tokens] of golden.queries.entries()) {
      const found = new Map(
        index.search(tokens.join(" "), documents.length).map((doc) => [doc.docId, doc.score]),
      );
      for (const [row, score] of (scores[query] ?? []).entries()) {
        expect(Math.abs((found.get(String(row)) ?? 0) - score)).toBeLessThan(1e-6);
      }
    }
  });

  it("ranks equal scores by document id descending, also where topK cuts", () => {
    const ids = ["9", "10", "a", "😀", "\uFF5E"];
    const index = createBm25Index({ documents: ids.map((id) => ({ id, text: "lamp" })) });
    const found = (topK: number): string[] => index.search("lamps", topK).map((doc) => doc.docId);
    expect(found(9)).toEqual(["😀", "\uFF5E", "a", "9", "10"]);
    expect(found(3)).toEqual(["😀", "\uFF5E", "a"]);
  });

  it("returns only documents that share a term with the query", () => {
    const index = createBm25Index({ documents: [{ id: "1", text: "red shoes" }] });
    expect(index.search("lamp", 10)).toEqual([]);
    expect(index.search("the", 10)).toEqual([]);
    expect(index.search("", 10)).toEqual([]);
  });

  it("finds nothing in an empty corpus and among empty texts", () => {
    expect(createBm25Index({ documents: [] }).search("shoe", 10)).toEqual([]);
    const index = createBm25Index({ documents: [{ id: "1", text: "" }] });
    expect(index.search("shoe", 10)).toEqual([]);
    expect(index.documentCount).toBe(1);
  });

  it("keeps words such as constructor apart from an object's own names", () => {
    const index = createBm25Index({ documents: [{ id: "1", text: "constructor __proto__" }] });
    expect(index.search("constructor", 1)).toHaveLength(1);
    expect(index.search("toString", 1)).toEqual([]);
  });

  it("searches many queries into a run", () => {
    const index = createBm25Index({ documents: [{ id: "1", text: "red shoes" }], name: "words" });
    const queries = new Map([
      ["q2", "shoes"],
      ["q1", "lamp"],
    ]);
    const run = index.searchMany(queries, 5);
    expect(run.name).toBe("words");
    expect([...run.rankings].map(([id, docs]) => [id, docs.length])).toEqual([
      ["q2", 1],
      ["q1", 0],
    ]);
  });

  it("refuses repeated ids and parameters out of range", () => {
    const twice = [
      { id: "1", text: "a" },
      { id: "1", text: "b" },
    ];
    expect(() => createBm25Index({ documents: twice })).toThrow('got "1" twice');
    expect(() => createBm25Index({ documents: [], k1: -1 })).toThrow(RangeError);
    expect(() => createBm25Index({ documents: [], b: 1.1 })).toThrow(RangeError);
    expect(() => createBm25Index({ documents: [] }).search("a", 0)).toThrow(RangeError);
  });
});
