import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MetricName, Qrels, ScoreBlock } from "../index.ts";
import { evaluateRun, evaluateScores } from "../index.ts";

const metrics: readonly MetricName[] = [
  ...(["ndcg", "ndcg@3", "ndcg_exp", "mrr", "map", "map@3", "success@1", "precision@3"] as const),
  ...(["recall@3", "judged@3", "rprec", "bpref", "rbp"] as const),
];
/** Ids whose order by UTF-8 bytes is neither that of the array nor that of UTF-16. */
const ids = ["b", "10", "9", "é", "\uFF5E", "😀", "A", "z"];

interface Case {
  readonly scores: readonly (readonly number[])[];
  readonly qrels: Qrels;
  readonly docIds: readonly string[];
  readonly queryIds: readonly string[];
}

/** Few different scores, so that ties are everywhere; judged documents outside the corpus too. */
const cases = fc
  .record({
    docIds: fc.shuffledSubarray(ids, { minLength: 1 }),
    queryIds: fc.shuffledSubarray(["1", "2", "3"], { minLength: 1 }),
    scores: fc.array(
      fc.array(fc.constantFrom(-1, 0, 0.5, 1), { minLength: ids.length, maxLength: ids.length }),
      { minLength: 3, maxLength: 3 },
    ),
    qrels: fc.uniqueArray(
      fc.tuple(
        fc.constantFrom("1", "2", "3", "4"),
        fc
          .array(fc.tuple(fc.constantFrom(...ids, "x"), fc.integer({ min: -1, max: 3 })), {
            minLength: 1,
          })
          .map((entries) => new Map(entries)),
      ),
      { selector: ([queryId]) => queryId, minLength: 1 },
    ),
  })
  .map(({ qrels, ...rest }): Case => ({ ...rest, qrels: new Map(qrels) }));

function blockOf(some: Case, queries: readonly number[], documents: readonly number[]): ScoreBlock {
  const scores = queries.flatMap((query) => documents.map((doc) => some.scores[query]?.[doc] ?? 9));
  return {
    scores: Float32Array.from(scores),
    firstQuery: queries[0] ?? 0,
    queries: queries.length,
    firstDocument: documents[0] ?? 0,
    documents: documents.length,
  };
}

const upTo = (count: number, start = 0) =>
  Array.from({ length: count - start }, (_, at) => start + at);

/** Four blocks, cut at these places, in this order. */
function blocksOf(some: Case, cut: { query: number; doc: number }, order: readonly number[]) {
  const query = cut.query % (some.queryIds.length + 1);
  const doc = cut.doc % (some.docIds.length + 1);
  const [few, more] = [upTo(query), upTo(some.queryIds.length, query)];
  const [early, late] = [upTo(doc), upTo(some.docIds.length, doc)];
  const blocks = [
    blockOf(some, few, early),
    blockOf(some, few, late),
    blockOf(some, more, early),
    blockOf(some, more, late),
  ];
  return order.map((at) => blocks[at]).filter((block) => block !== undefined);
}

function sorted(some: Case) {
  const rankings = some.queryIds.map((queryId, query) => {
    const docs = some.docIds.map((docId, doc) => ({
      docId,
      score: some.scores[query]?.[doc] ?? 9,
    }));
    return [queryId, docs] as const;
  });
  return { name: "dense", rankings: new Map(rankings) };
}

describe("evaluateScores", () => {
  it("gives what evaluateRun gives for the sorted lists, ties and block borders included", () => {
    const cut = fc.record({ query: fc.nat(3), doc: fc.nat(8) });
    const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 });
    fc.assert(
      fc.property(cases, cut, order, (some, place, blocks) => {
        const options = { metrics, relevanceLevel: 2 };
        const evaluation = evaluateScores({ name: "dense", ...some }, options);
        for (const block of blocksOf(some, place, blocks)) evaluation.add(block);
        expect(evaluation.finish()).toEqual(evaluateRun(sorted(some), some.qrels, options));
      }),
      { seed: 42, numRuns: 400 },
    );
  });

  it("looks at the first documents only when a depth is given", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 9 }), (some, depth) => {
        const evaluation = evaluateScores({ name: "dense", ...some }, { metrics, depth });
        evaluation.add(blockOf(some, upTo(some.queryIds.length), upTo(some.docIds.length)));
        const expected = evaluateRun(sorted(some), some.qrels, { metrics, depth });
        expect(evaluation.finish()).toEqual(expected);
      }),
      { seed: 42 },
    );
  });

  it("counts exactly with more judged documents than it passes over one by one", () => {
    const docIds = Array.from({ length: 200 }, (_, at) => `d${at}`);
    const row = docIds.map((_, at) => ((at * 37) % 50) / 50);
    const grades = new Map(docIds.slice(0, 90).map((id, at) => [id, at % 3] as const));
    const qrels = new Map([["q", grades]]);
    const corpus = { name: "dense", queryIds: ["q"], docIds, qrels };
    const evaluation = evaluateScores(corpus, { metrics });
    for (const first of [150, 0]) {
      const scores = Float64Array.from(first === 0 ? row.slice(0, 150) : row.slice(150));
      const documents = scores.length;
      evaluation.add({ scores, firstQuery: 0, queries: 1, firstDocument: first, documents });
    }
    const docs = docIds.map((docId, at) => ({ docId, score: row[at] ?? NaN }));
    const run = { name: "dense", rankings: new Map([["q", docs]]) };
    expect(evaluation.finish()).toEqual(evaluateRun(run, qrels, { metrics }));
  });

  it("keeps no part of a block that it was given", () => {
    const some: Case = {
      docIds: ["a", "b"],
      queryIds: ["1"],
      scores: [[1, 0]],
      qrels: new Map([["1", new Map([["b", 1]])]]),
    };
    const evaluation = evaluateScores({ name: "dense", ...some }, { metrics: ["mrr"] });
    const early = blockOf(some, [0], [0]);
    evaluation.add(early);
    early.scores.fill(-5);
    evaluation.add(blockOf(some, [0], [1]));
    expect(evaluation.finish().means).toEqual({ mrr: 0.5 });
  });
});

describe("evaluateScores refuses", () => {
  const qrels = new Map([["q", new Map([["b", 1]])]]);
  const corpus = { name: "dense", queryIds: ["q"], docIds: ["a", "b"], qrels };
  const whole = { firstQuery: 0, queries: 1, firstDocument: 0, documents: 2 };
  const start = (given = corpus) => evaluateScores(given, { metrics: ["mrr"] });

  it.each([
    ["NaN", [NaN, 1], "Expected scores to be numbers, got NaN"],
    ["NaN for a judged document", [1, NaN], 'score of document "b"'],
    ["an infinite score of a judged document", [1, Infinity], 'score of document "b"'],
  ])("%s", (_, scores, message) => {
    const add = () => {
      start().add({ ...whole, scores: Float32Array.from(scores) });
    };
    expect(add).toThrow(message);
    expect(add).toThrow(expect.objectContaining({ code: "INVALID_SCORE" }));
  });

  it("to finish while scores are missing", () => {
    expect(() => start().finish()).toThrow('Query "q": expected scores of 2 documents, got 0.');
    const half = start();
    half.add({ ...whole, scores: Float32Array.of(1), documents: 1 });
    expect(() => half.finish()).toThrow(expect.objectContaining({ code: "INCOMPLETE_SCORES" }));
  });

  it("blocks that overlap or do not fit", () => {
    const evaluation = start();
    const block = { ...whole, scores: Float32Array.of(1, 2) };
    evaluation.add(block);
    expect(() => {
      evaluation.add({ ...block, scores: Float32Array.of(2), firstDocument: 1, documents: 1 });
    }).toThrow(RangeError);
    for (const wrong of [
      { firstQuery: 1 },
      { documents: 3 },
      { queries: 2 },
      { firstDocument: -1 },
    ]) {
      expect(() => {
        start().add({ ...block, ...wrong });
      }).toThrow(RangeError);
    }
  });

  it("repeated ids, nothing judged, and options out of range", () => {
    expect(() => start({ ...corpus, docIds: ["a", "a"] })).toThrow('got "a" again');
    expect(() => start({ ...corpus, queryIds: ["q", "q"] })).toThrow(RangeError);
    expect(() => start({ ...corpus, qrels: new Map() })).toThrow("Expected judged queries");
    for (const wrong of [{ depth: 0 }, { relevanceLevel: 0.5 }]) {
      expect(() => evaluateScores(corpus, { metrics: ["mrr"], ...wrong })).toThrow(RangeError);
    }
  });
});
