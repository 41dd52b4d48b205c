import { spawnSync } from "node:child_process";
import { mkdtempSync, openSync, rmSync, truncateSync, writeSync } from "node:fs";
import { closeSync, createWriteStream } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { writeRecords, type SplitFileReport } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "large-"));
afterAll(() => rmSync(folder, { recursive: true }));

/**
 * Heap that a child may use: it dies with more. How much memory the system counts beside it depends on
 * the machine; 200 MB were seen, and a gigabyte or all records in memory would be far more.
 */
const HEAP = ["--max-old-space-size=192", "--max-semi-space-size=16"] as const;
const LIMIT_MEGABYTES = 600;
const GIGABYTE = 2 ** 30;

interface Measured {
  readonly megabytes: number;
  readonly result: unknown;
}

function measure(...words: readonly string[]): Measured {
  const script = join(import.meta.dirname, "peak-memory.ts");
  const args = [...HEAP, "--conditions=@searchfit/source", script, ...words];
  const child = spawnSync(process.execPath, args, { encoding: "utf8", maxBuffer: 1 << 24 });
  if (child.status !== 0) throw new Error(child.stderr);
  return JSON.parse(child.stdout) as Measured;
}

function* pairs(count: number): Generator<object> {
  for (let at = 0; at < count; at += 1) {
    const product = Math.floor(at / 4);
    const title = `maker${product % 977} desk model${product} series${product % 4099}`;
    const positive = `${title}. Made of oak for rooms of ${product % 83} square metres.`;
    yield { query: `desk maker${product % 977} ${at}`, positive, product_id: `${product}`, title };
  }
}

describe("a million records", () => {
  it.each(["jsonl", "csv"])(
    "are read, split and written without filling the memory: %s",
    async (ending) => {
      const input = join(folder, `million.${ending}`);
      await writeRecords(input, pairs(1_000_000));
      const { megabytes, result } = measure("split", input, join(folder, ending));
      const { written, records, dropped } = result as SplitFileReport;
      expect(megabytes).toBeLessThan(LIMIT_MEGABYTES);
      expect(records).toBe(1_000_000);
      expect(written.train + written.dev + written.test + dropped).toBe(1_000_000);
      expect(written.test / 1_000_000).toBeCloseTo(0.2, 1);
      rmSync(input);
    },
  );
});

describe("a line of 1 GB", () => {
  /** A file that starts as a record and goes on with a gigabyte of NUL, which takes no space. */
  function sparse(name: string, start: string): string {
    const path = join(folder, name);
    const file = openSync(path, "w");
    writeSync(file, start);
    closeSync(file);
    truncateSync(path, GIGABYTE);
    return path;
  }

  it.each([
    ["line.jsonl", '{"id":"1","title":"', "at most 16 MiB"],
    ["item.json", '[{"id":"1","title":"', "at most 16 MiB"],
    ["row.csv", 'id,title\n1,"', "expected well-formed rows"],
    ["row.tsv", 'id\ttitle\n1\t"', "expected well-formed rows"],
    ["header.csv", "", "expected well-formed rows"],
    ["table.parquet", "PAR1", "expected Parquet"],
  ])("is refused without filling the memory: %s", (name, start, message) => {
    const { megabytes, result } = measure("read", sparse(name, start));
    expect(result).toMatchObject({ code: "INVALID_FILE" });
    expect((result as { message: string }).message).toContain(message);
    expect(megabytes).toBeLessThan(LIMIT_MEGABYTES);
  });

  it("is refused when it comes out of a megabyte of gzip", async () => {
    const path = join(folder, "bomb.jsonl.gz");
    const block = Buffer.alloc(1 << 20, 0x78);
    const blocks = Readable.from(Array.from({ length: 1024 }, () => block));
    await pipeline(blocks, createGzip({ level: 1 }), createWriteStream(path));
    const { megabytes, result } = measure("read", path);
    expect((result as { message: string }).message).toContain("line 1: expected at most 16 MiB");
    expect(megabytes).toBeLessThan(LIMIT_MEGABYTES);
  });
});
