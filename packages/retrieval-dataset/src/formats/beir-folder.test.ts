import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { productText } from "../products/product-text.ts";
import { readBeirFolder } from "./read-beir-folder.ts";
import { writeBeirFolder } from "./write-beir-folder.ts";
import { productOf } from "../../test/product-of.ts";

const folder = mkdtempSync(join(tmpdir(), "beir-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a BEIR folder", () => {
  const dataset = {
    corpus: [
      productOf("10", "Desk", { description: "Solid oak.", category: "Furniture", tags: ["wood"] }),
      productOf("9", "Lamp"),
    ],
    queries: [
      { id: "q1", text: "oak desk" },
      { id: "q2", text: "light" },
    ],
    qrels: new Map([
      [
        "q1",
        new Map([
          ["10", 2],
          ["9", 0],
        ]),
      ],
    ]),
  };

  it("is the same when it is written and read", async () => {
    await writeBeirFolder(join(folder, "beir"), dataset);
    expect(await readBeirFolder(join(folder, "beir"))).toEqual(dataset);
    expect(readFileSync(join(folder, "beir/qrels/test.tsv"), "utf8")).toBe(
      "query-id\tcorpus-id\tscore\nq1\t10\t2\nq1\t9\t0\n",
    );
  });

  it("keeps the whole embedded text where it is another", async () => {
    const corpus = [productOf("1", "Desk", { searchable_content: "Desk | oak | 120 cm" })];
    await writeBeirFolder(join(folder, "own"), { ...dataset, corpus });
    const read = await readBeirFolder(join(folder, "own"));
    expect(read.corpus.map(productText)).toEqual(["Desk | oak | 120 cm"]);
  });

  it("may have its judgments in qrels.tsv and documents without title", async () => {
    const path = join(folder, "plain");
    mkdirSync(path);
    writeFileSync(join(path, "corpus.jsonl"), '{"_id":"d1","title":"","text":"Some text"}\n');
    writeFileSync(join(path, "queries.jsonl"), '{"_id":"q1","text":"some"}\n');
    writeFileSync(join(path, "qrels.tsv"), "query-id\tcorpus-id\tscore\nq1\td1\t1\n");
    const { corpus, qrels } = await readBeirFolder(path);
    expect(corpus.map(productText)).toEqual(["Some text"]);
    expect(qrels.get("q1")?.get("d1")).toBe(1);
  });

  it("may be compressed, file by file", async () => {
    const path = join(folder, "packed");
    await writeBeirFolder(path, dataset);
    for (const name of ["corpus.jsonl", "queries.jsonl", "qrels/test.tsv"]) {
      writeFileSync(join(path, `${name}.gz`), gzipSync(readFileSync(join(path, name))));
      rmSync(join(path, name));
    }
    expect(await readBeirFolder(path)).toEqual(dataset);
  });

  it("with bad files says which and where", async () => {
    const path = join(folder, "plain");
    writeFileSync(join(path, "qrels.tsv"), "q1\td1\n");
    await expect(readBeirFolder(path)).rejects.toMatchObject({
      code: "INVALID_FILE",
      message: expect.stringContaining("qrels.tsv"),
    });
    writeFileSync(
      join(path, "queries.jsonl"),
      '{"_id":"q1","text":"a"}\n{"_id":"q1","text":"b"}\n',
    );
    await expect(readBeirFolder(path)).rejects.toThrow('line 2: expected each "_id" once');
    rmSync(join(path, "qrels.tsv"));
    writeFileSync(join(path, "queries.jsonl"), "");
    await expect(readBeirFolder(path, { split: "dev" })).rejects.toMatchObject({
      code: "FILE_NOT_FOUND",
    });
  });

  it("refuses ids that the judgments cannot hold", async () => {
    const qrels = new Map([["q\t1", new Map([["10", 1]])]]);
    await expect(writeBeirFolder(join(folder, "tab"), { ...dataset, qrels })).rejects.toThrow(
      TypeError,
    );
  });
});
