import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatTrecQrels,
  formatTrecRun,
  parseBeirQrels,
  parseTrecQrels,
  parseTrecRun,
  rankByScore,
} from "../index.ts";

const id = fc.string({
  unit: fc.constantFrom("a", "B", "7", "é", "\0", "\u200B", "\uFF5E", "😀", '"', "%"),
  minLength: 1,
  maxLength: 4,
});

describe("TREC judgments", () => {
  it("are read with blanks, tabs, CRLF, blank lines and a byte order mark", () => {
    const text = "\uFEFFq1 0 d1 2\r\n\n  q1\t0\td2   0  \r\n10 0 1042 -1";
    expect([...parseTrecQrels(text)].map(([query, grades]) => [query, [...grades]])).toEqual([
      ["q1", [["d1", 2], ["d2", 0]]], // prettier-ignore
      ["10", [["1042", -1]]],
    ]);
  });

  it("tell every problem with its line", () => {
    const text = "q1 0 d1 2\nq1 0 d1\n\nq1 0 d2 high\nq1 0 d1 1\nq1 0 d3 0x1\n";
    expect(() => parseTrecQrels(text)).toThrow(
      [
        "TREC judgments: 4 problems.",
        "line 2: expected 4 fields (query, iteration, document, grade)",
        'line 4: expected the grade to be an integer, got "high"',
        'line 5: document "d1" is judged again for query "q1"',
        'line 6: expected the grade to be an integer, got "0x1"',
      ].join("\n  "),
    );
  });

  it("show 20 problems and count the rest", () => {
    const text = "x\n".repeat(50);
    expect(() => parseTrecQrels(text)).toThrow(/50 problems.*line 20: [^\n]*\n {2}and 30 more$/s);
  });

  it("are the same after writing and reading", () => {
    const grades = fc.uniqueArray(fc.tuple(id, fc.integer({ min: -2, max: 4 })), {
      selector: ([docId]) => docId,
      minLength: 1,
    });
    const qrels = fc.uniqueArray(fc.tuple(id, grades), { selector: ([queryId]) => queryId });
    fc.assert(
      fc.property(qrels, (entries) => {
        const written = new Map(entries.map(([queryId, some]) => [queryId, new Map(some)]));
        expect(parseTrecQrels(formatTrecQrels(written))).toEqual(written);
      }),
      { seed: 42 },
    );
  });

  it("cannot hold ids with blanks", () => {
    expect(() => formatTrecQrels(new Map([["q 1", new Map([["d", 1]])]]))).toThrow('got "q 1"');
    expect(() => formatTrecQrels(new Map([["q", new Map([["", 1]])]]))).toThrow('got ""');
  });
});

describe("BEIR judgments", () => {
  it("are read with and without header, ids with blanks too", () => {
    const lines = "q 1\td 1\t1\nq 1\td2\t2.0\n";
    const expected = [["q 1", new Map([["d 1", 1], ["d2", 2]])]]; // prettier-ignore
    expect([...parseBeirQrels(`query-id\tcorpus-id\tscore\r\n${lines}`)]).toEqual(expected);
    expect([...parseBeirQrels(lines)]).toEqual(expected);
  });

  it("tell every problem with its line", () => {
    expect(() => parseBeirQrels("query-id\tcorpus-id\tscore\nq1 d1 1\nq1\td1\t0.5\n")).toThrow(
      /2 problems.*line 2: expected 3 fields.*line 3: expected the grade/s,
    );
  });
});

describe("TREC runs", () => {
  it("are ordered by score, not by the rank column, and named by their tag", () => {
    const run = parseTrecRun("q1 Q0 a 1 0.5 dense\nq1 Q0 b 2 1e0 dense\nq1 Q0 c 3 .5 dense\n");
    expect(run.name).toBe("dense");
    expect(run.rankings.get("q1")).toEqual([
      { docId: "b", score: 1 },
      { docId: "c", score: 0.5 },
      { docId: "a", score: 0.5 },
    ]);
  });

  it("take a given name; an empty text is an empty run", () => {
    expect(parseTrecRun("q1 Q0 a 1 0.5 dense\n", "mine").name).toBe("mine");
    expect(parseTrecRun("")).toEqual({ name: "run", rankings: new Map() });
  });

  it("tell every problem with its line", () => {
    const text = "q1 Q0 a 1 0.5\nq1 Q0 a 1 NaN x\nq1 Q0 a 1 1e999 x\nq1 Q0 a 1 1 x\nq1 Q0 a 2 1 x";
    expect(() => parseTrecRun(text)).toThrow(
      [
        "TREC run: 4 problems.",
        "line 1: expected 6 fields (query, Q0, document, rank, score, tag)",
        'line 2: expected the score to be a finite number, got "NaN"',
        'line 3: expected the score to be a finite number, got "1e999"',
        'line 5: document "a" is ranked again for query "q1"',
      ].join("\n  "),
    );
  });

  it("are the same after writing and reading", () => {
    const score = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const docs = fc.uniqueArray(fc.record({ docId: id, score }), {
      selector: ({ docId }) => docId,
      minLength: 1,
    });
    const rankings = fc.uniqueArray(fc.tuple(id, docs), { selector: ([queryId]) => queryId });
    fc.assert(
      fc.property(rankings, (entries) => {
        const ranked = entries.map(([queryId, some]) => [queryId, rankByScore(some)] as const);
        const run = { name: "dense", rankings: new Map(ranked) };
        expect(parseTrecRun(formatTrecRun(run), "dense")).toEqual(run);
      }),
      { seed: 42 },
    );
  });

  it("are written in score order with ranks from 1 and a tag without blanks", () => {
    const docs = [
      { docId: "a", score: 0.25 },
      { docId: "b", score: 1 },
    ];
    expect(formatTrecRun({ name: "my run", rankings: new Map([["q1", docs]]) })).toBe(
      "q1 Q0 b 1 1 my_run\nq1 Q0 a 2 0.25 my_run\n",
    );
  });
});
