import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import {
  readDocuments,
  readLlamaIndexDataset,
  readProducts,
  readTestSuite,
  readTrainingExamples,
  readTrainingPairs,
  RetrievalDatasetError,
  streamClickLog,
  streamProducts,
  writeRecords,
} from "../src/index.ts";
import {
  clickCases,
  documentCases,
  exampleCases,
  llamaIndexCases,
  pairCases,
  pairTableCases,
  suiteCases,
} from "./malformed/dataset-cases.ts";
import { jsonCases } from "./malformed/json-cases.ts";
import { gzipCases, jsonLinesCases } from "./malformed/json-lines-cases.ts";
import type { MalformedCase, Reader } from "./malformed/malformed-case.ts";
import { nameCases, parquetCases } from "./malformed/parquet-cases.ts";
import { csvCases, tsvCases } from "./malformed/table-cases.ts";

const place = mkdtempSync(join(tmpdir(), "malformed-"));
afterAll(() => rmSync(place, { recursive: true }));

const readers: Readonly<Record<Reader, (path: string, folder: string) => Promise<string[]>>> = {
  products: async (path) => (await readProducts(path)).map(({ id }) => id),
  pairs: async (path) =>
    (await readTrainingPairs(path)).map(({ query, product_id }) => `${query} → ${product_id}`),
  examples: async (path) =>
    (await readTrainingExamples(path)).map(({ anchor, positive, negatives }) =>
      `${anchor} → ${positive} | ${negatives.join(", ")}`.trim(),
    ),
  suite: async (path) => {
    const { queries, corpus } = await readTestSuite(path);
    return queries.map(({ text }) => `${text} → ${corpus.map(({ id }) => id).join(", ")}`);
  },
  "llama-index": async (path) => {
    const { queries, corpus } = await readLlamaIndexDataset(path);
    const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).join(", ");
    return [`${ids(queries)} → ${ids(corpus)}`];
  },
  clicks: async (path) => {
    const rows: string[] = [];
    for await (const row of streamClickLog(path))
      rows.push(`${row.query} ${row.product_id} @${row.rank}: ${row.clicks}/${row.impressions}`);
    return rows;
  },
  documents: async (_path, folder) =>
    (await readDocuments(folder)).map(({ id, title }) => `${id}: ${title}`),
};

const groups = {
  jsonLinesCases,
  gzipCases,
  jsonCases,
  csvCases,
  tsvCases,
  parquetCases,
  nameCases,
  pairCases,
  pairTableCases,
  exampleCases,
  suiteCases,
  llamaIndexCases,
  clickCases,
  documentCases,
};
const all: readonly MalformedCase[] = Object.values(groups).flat();

let count = 0;
function put({ file, content }: MalformedCase): { readonly folder: string; readonly path: string } {
  count += 1;
  const folder = join(place, `${count}`);
  mkdirSync(folder);
  const path = join(folder, file);
  writeFileSync(path, content);
  return { folder, path };
}

describe("a file that is broken or strange", () => {
  it("comes in more than two hundred kinds, each once", () => {
    expect(all.length).toBeGreaterThan(200);
    const names = all.map(({ reader, name }) => `${reader} ${name}`);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it.each(
    all
      .filter(({ error }) => error !== undefined)
      .map((each) => [each.reader, each.name, each] as const),
  )("is refused with a clear error: %s, %s", async (_reader, _name, broken) => {
    const { folder, path } = put(broken);
    const error: unknown = await readers[broken.reader](path, folder).then(
      (rows) => `read ${rows.length}: ${rows.slice(0, 3).join("; ")}`,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(RetrievalDatasetError);
    const { code, message, hint } = error as RetrievalDatasetError;
    expect(code).toBe(broken.code ?? "INVALID_FILE");
    for (const part of broken.error ?? []) expect(message).toContain(part);
    expect(message).toContain(broken.reader === "documents" ? folder : path);
    expect(message.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(message.length).toBeLessThan(20_000);
    expect(hint).toBeTruthy();
  });

  it.each(
    all
      .filter(({ reads }) => reads !== undefined)
      .map((each) => [each.reader, each.name, each] as const),
  )("is read as documented: %s, %s", async (_reader, _name, strange) => {
    const { folder, path } = put(strange);
    expect(await readers[strange.reader](path, folder)).toEqual(strange.reads);
  });

  it("is never imported by half", async () => {
    for (const broken of all)
      if (
        broken.reader === "products" &&
        broken.error !== undefined &&
        broken.content.length < 1 << 20
      ) {
        const { folder, path } = put(broken);
        const target = join(folder, "out", "imported.jsonl");
        await expect(writeRecords(target, streamProducts(path)), broken.name).rejects.toThrow();
        expect(existsSync(target), broken.name).toBe(false);
        expect(existsSync(join(folder, "out")) ? readdirSync(join(folder, "out")) : []).toEqual([]);
      }
  });
});

describe("a good file with one byte changed", () => {
  const lines = Array.from({ length: 4 }, (_, at) => `{"id":"${at}","title":"T${at}"}`);
  const whole = {
    "p.jsonl": Buffer.from(lines.join("\n")),
    "p.json": Buffer.from(`[${lines.join(",")}]`),
    "p.csv": Buffer.from('id,title\n0,T0\n1,"T,1"\n2,T2\n3,T3\n'),
    "p.parquet": Buffer.from(
      (parquetCases.find(({ name }) => name === "a good Parquet file")?.content ??
        "") as Uint8Array,
    ),
  };

  it.each(Object.entries(whole))("is read or refused, never a crash: %s", async (file, bytes) => {
    let refused = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      const path = join(place, `changed-${file}`);
      writeFileSync(path, changed);
      const error: unknown = await readProducts(path).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (error === undefined) continue;
      refused += 1;
      expect(error, `byte ${at}`).toBeInstanceOf(RetrievalDatasetError);
    }
    expect(refused).toBeGreaterThan(10);
  });
});
