import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatRanxQrels,
  formatRanxRun,
  formatTrecQrels,
  formatTrecRun,
  parseRanxQrels,
  parseRanxRun,
  rankByScore,
  readQrels,
  readRun,
  streamRanxRun,
  streamTrecRun,
} from "../index.ts";

const anyId = fc.string({
  unit: fc.constantFrom("a", "7", " ", "é", "\0", "\n", "\\", "\uFF5E", "😀", '"', "{", ","),
  minLength: 0,
  maxLength: 4,
});
const bytesOf = (text: string) => new TextEncoder().encode(text);
const gradesOf = (id: fc.Arbitrary<string>) =>
  fc
    .uniqueArray(fc.tuple(id, fc.integer({ min: -2, max: 4 })), { selector: ([docId]) => docId })
    .map((entries) => new Map(entries));

/** A text in parts of these sizes, over and over. */
function* cut(bytes: Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  let start = 0;
  for (let part = 0; start < bytes.length; part++) {
    const size = sizes[part % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

describe("ranx' JSON", () => {
  it("keeps the order of ids that look like numbers", () => {
    const text = '{"10": {"9": 1, "2": 0}, "2": {}}';
    expect([...parseRanxQrels(text)].map(([id, grades]) => [id, [...grades]])).toEqual([
      ["10", [["9", 1], ["2", 0]]], // prettier-ignore
      ["2", []],
    ]);
    expect(parseRanxRun('{"2": {"a": 0.5, "b": 1e0}}', "x")).toEqual({
      name: "x",
      rankings: new Map([["2", [{ docId: "b", score: 1 }, { docId: "a", score: 0.5 }]]]), // prettier-ignore
    });
  });

  it("holds any id, the same after writing and reading", () => {
    const qrels = fc.uniqueArray(fc.tuple(anyId, gradesOf(anyId)), { selector: ([id]) => id });
    fc.assert(
      fc.property(qrels, (entries) => {
        const written = new Map(entries);
        const read = parseRanxQrels(formatRanxQrels(written));
        expect([...read].map(([id, of]) => [id, [...of]])).toEqual(
          entries.map(([id, of]) => [id, [...of]]),
        );
      }),
      { seed: 42 },
    );
  });

  it("holds any run, the same after writing and reading, and is JSON", () => {
    const score = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
    const docs = fc.uniqueArray(fc.record({ docId: anyId, score }), {
      selector: ({ docId }) => docId,
    });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(anyId, docs), { selector: ([id]) => id }), (entries) => {
        const rankings = new Map(entries.map(([id, some]) => [id, rankByScore(some)]));
        const text = formatRanxRun({ name: "run", rankings });
        expect(parseRanxRun(text)).toEqual({ name: "run", rankings });
        expect(() => JSON.parse(text) as unknown).not.toThrow();
        expect([...streamRanxRun({ name: "run", rankings })].join("")).toBe(text);
      }),
      { seed: 42 },
    );
  });

  it("tells every problem with its line", () => {
    const text = '{"q": {"a": 1,\n"b": 0.5,\n"a": 2},\n"r": {"a": true},\n"q": {}}';
    expect(() => parseRanxQrels(text)).toThrow(
      [
        "JSON judgments: 4 problems.",
        'line 2: expected the grade to be an integer, got "0.5"',
        'line 3: document "a" is judged again for query "q"',
        'line 4: expected the grade to be an integer, got "true"',
        'line 5: query "q" comes again',
      ].join("\n  "),
    );
    expect(() => parseRanxRun('{"q": {"a": NaN, "b": 1e999, "c": 1, "c": 2}}')).toThrow(
      /3 problems.*"NaN".*"1e999".*"c" is ranked again/s,
    );
  });

  it.each([
    ["", "expected an object of queries, got the end of the file"],
    ["[1]", 'expected an object of queries, got "[1]"'],
    ['{"q": 1}', 'expected an object of documents with numbers, got "1"'],
    ['{"q": {"a": {}}}', "expected an object of documents with numbers"],
    ['{"q": {"a" 1}}', 'expected a colon, got "1"'],
    ['{"q": {"a": 1 "b": 2}}', "expected a comma or the end of the object"],
    ['{"q": {"a": 1,}}', 'expected an id in quotes, got "}"'],
    ['{"q": {a: 1}}', 'expected an id in quotes, got "a"'],
    ['{"q": {"a": 1}', "got the end of the file"],
    ['{"q": {"a', 'expected an id in quotes, got "\\"a"'],
    ['{"q": {"\\x": 1}}', "expected an id in quotes"],
    ['{"q": {}} {', 'expected nothing more, got "{"'],
  ])("says where %j stops being that", (text, problem) => {
    expect(() => parseRanxQrels(text)).toThrow(problem);
    expect(() => parseRanxQrels(text)).toThrow("1 problem.");
  });
});

describe("readQrels and readRun", () => {
  const id = fc.string({ unit: fc.constantFrom("a", "é", "😀", "7"), minLength: 1, maxLength: 3 });
  const qrels = fc.uniqueArray(
    fc.tuple(id, gradesOf(id).filter(({ size }) => size > 0)), // prettier-ignore
    { selector: ([queryId]) => queryId, minLength: 1 },
  );
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 });

  it("give what the whole text gives, wherever the parts end", async () => {
    await fc.assert(
      fc.asyncProperty(qrels, sizes, async (entries, parts) => {
        const written = new Map(entries);
        const beir = entries.flatMap(([query, of]) =>
          Array.from(of, ([doc, grade]) => `${query}\t${doc}\t${grade}\n`),
        );
        const texts = [formatTrecQrels(written), beir.join(""), formatRanxQrels(written)];
        for (const text of texts) {
          for (const mark of ["", "\uFEFF"]) {
            expect(await readQrels(cut(bytesOf(mark + text), parts))).toEqual(written);
          }
        }
        const rankings = new Map(
          entries.map(([query, of]) => [
            query,
            rankByScore(Array.from(of, ([docId, score]) => ({ docId, score }))),
          ]),
        );
        const run = { name: "r", rankings };
        for (const text of [formatTrecRun(run), formatRanxRun(run)]) {
          expect(await readRun(cut(bytesOf(text), parts), { name: "r" })).toEqual(run);
        }
        expect([...streamTrecRun(run)].join("")).toBe(formatTrecRun(run));
      }),
      { seed: 42, numRuns: 60 },
    );
  });

  it("take text in parts, and async parts too", async () => {
    const expected = new Map([["q", new Map([["d", 1]])]]);
    expect(await readQrels(["\uFEFFq 0 d", " 1\r", "\n"])).toEqual(expected);
    async function* later() {
      yield bytesOf("q 0 d 1");
    }
    expect(await readQrels(later())).toEqual(expected);
  });

  it("are told the format, or see it from the first line", async () => {
    const tabs = ["q\t0\td\n"];
    await expect(readQrels(tabs, { format: "trec" })).rejects.toThrow("expected 4 fields");
    await expect(readQrels(tabs)).rejects.toThrow("BEIR judgments: 1 problem");
    await expect(readQrels(tabs, { format: "ranx" })).rejects.toThrow("JSON judgments");
  });

  it("name a run by its tag, as told, or not at all", async () => {
    const line = "q Q0 d 1 0.5 bm25\n";
    expect((await readRun([line])).name).toBe("bm25");
    expect((await readRun([line], { name: "mine" })).name).toBe("mine");
    expect((await readRun(['{"q": {}}'])).name).toBe("run");
    expect(await readRun([])).toEqual({ name: "run", rankings: new Map() });
  });

  it("tell the lines that are not UTF-8 together with the other problems", async () => {
    const bytes = Uint8Array.from([
      ...bytesOf("q 0 é 1\nq 0 b\nq 0 "),
      ...[0xff, 0xc3, 0x28],
      ...bytesOf(" 1\nq 0 c x\n"),
      ...[0xe2, 0x82],
    ]);
    for (const size of [1, 2, 3, 100]) {
      await expect(readQrels(cut(bytes, [size]))).rejects.toThrow(
        /line 2: expected 4 fields.*line 3: expected text in UTF-8.*line 4: expected the grade.*line 5: expected text in UTF-8/s,
      );
    }
  });

  it("list 20 problems and count the others", async () => {
    const lines = Array.from({ length: 1000 }, () => "x\n");
    const reading = readRun(lines);
    await expect(reading).rejects.toThrow(/1000 problems.*line 20: [^\n]*\n {2}and 980 more$/s);
    await expect(reading).rejects.toMatchObject({ code: "INVALID_RUN", details: { count: 1000 } });
  });

  it("do not gather a line without end", async () => {
    function* endless(start: string) {
      yield `q 0 a 1\n${start}`;
      for (let part = 0; part < 40; part++) yield "x".repeat(2 ** 16);
      yield "\nq 0 b one\n";
    }
    await expect(readQrels(endless("y"))).rejects.toThrow(
      /2 problems.*line 2: expected at most 1048576 characters.*line 3: expected the grade/s,
    );
    function* endlessText() {
      yield '{"q": {"';
      yield* endless("");
    }
    await expect(readQrels(endlessText())).rejects.toThrow("JSON judgments: 1 problem");
  });

  it("read a long text without line ends in time that grows with its length", async () => {
    const docs = Array.from({ length: 60_000 }, (_, at) => `"document ${at}": ${at}`);
    const bytes = bytesOf(`{"q": {${docs.join(", ")}}}`);
    const run = await readRun(cut(bytes, [2 ** 16]));
    expect(run.rankings.get("q")?.[0]).toEqual({ docId: "document 59999", score: 59_999 });
  }, 5000);

  it("refuse what a spreadsheet or a binary file would give", async () => {
    for (const bytes of [
      bytesOf("query,doc,grade\nq,d,1\n"),
      Uint8Array.from([0x1f, 0x8b, 0x08, 0x00, 0x0a]),
      Uint8Array.from([0xff, 0xfe, 0x71, 0x00, 0x0a, 0x00]),
      new Uint8Array(100),
    ]) {
      await expect(readQrels([bytes])).rejects.toMatchObject({ code: "INVALID_QRELS" });
      await expect(readRun([bytes])).rejects.toMatchObject({ code: "INVALID_RUN" });
    }
  });
});
