import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { JsonItemScanner } from "./json-item-scanner.ts";
import { readRecords } from "./read-records.ts";
import { writeRecords } from "./write-records.ts";

const folder = mkdtempSync(join(tmpdir(), "records-"));
afterAll(() => rmSync(folder, { recursive: true }));

const record = fc.record({
  id: fc.string({ unit: "grapheme", minLength: 1 }).filter((id) => id.trim() !== ""),
  text: fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("a,b", 'say "hi"', "two\nlines", "\ttab", " blank ", "\uFEFFmark", "a\r\nb"),
  ),
  tags: fc.array(fc.string({ unit: "grapheme" })),
  price: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
});

describe("records that are written and read", () => {
  it.each(["jsonl", "json", "parquet", "jsonl.gz", "json.gz"])(
    "are the same: %s",
    async (ending) => {
      const path = join(folder, `same.${ending}`);
      await fc.assert(
        fc.asyncProperty(fc.array(record, { minLength: 1 }), async (rows) => {
          await writeRecords(path, rows);
          const read = await readRecords(path);
          expect(read.map((row) => ({ ...(row as object) }))).toEqual(
            JSON.parse(JSON.stringify(rows)),
          );
        }),
        { numRuns: 10, seed: 42 },
      );
    },
  );

  it.each(["csv", "tsv", "csv.gz"])(
    "are the same as text, whatever they hold, empty as null: %s",
    async (ending) => {
      const path = join(folder, `text.${ending}`);
      await fc.assert(
        fc.asyncProperty(fc.array(record, { minLength: 1 }), async (rows) => {
          await writeRecords(path, rows);
          const text = (value: unknown) =>
            value === null || value === ""
              ? null
              : typeof value === "string"
                ? value
                : JSON.stringify(value);
          const expected = rows.map((row) =>
            Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)])),
          );
          expect(await readRecords(path)).toEqual(expected);
        }),
        { numRuns: 10, seed: 42 },
      );
    },
  );

  it("have one column whose name looks like two", async () => {
    const path = join(folder, "one.csv");
    for (const name of ["a;b", "a\tb", '"a";b'])
      for (const rows of [[{ [name]: "1;2" }]]) {
        await writeRecords(path, rows);
        expect(await readRecords(path)).toEqual(rows);
      }
  });

  it("are compressed by name", async () => {
    const path = join(folder, "small.jsonl.gz");
    await writeRecords(path, [{ a: 1 }]);
    expect(gunzipSync(readFileSync(path)).toString()).toBe('{"a":1}\n');
  });

  it("may be none", async () => {
    for (const ending of ["jsonl", "json", "csv", "parquet"]) {
      const path = join(folder, `none.${ending}`);
      await writeRecords(path, [], { columns: ["id", "title"] });
      expect(await readRecords(path), ending).toEqual([]);
    }
  });

  it("have the columns that were asked for, in that order", async () => {
    const path = join(folder, "columns.csv");
    await writeRecords(path, [{ b: 1, a: "x" }, { a: "y" }], { columns: ["a", "b", "c"] });
    expect(readFileSync(path, "utf8")).toBe("a,b,c\nx,1,\ny,,\n");
  });

  it("that have a field more are refused, and nothing is left", async () => {
    for (const ending of ["csv", "parquet"]) {
      const path = join(folder, `more.${ending}`);
      const rows = [{ a: "1" }, { a: "2", b: "3" }];
      await expect(writeRecords(path, rows)).rejects.toThrow('got one with "b" too');
    }
    expect(readdirSync(folder).filter((name) => name.includes("more"))).toEqual([]);
  });

  it("of another kind than the column are refused in Parquet", async () => {
    function* rows(): Generator<object> {
      for (let at = 0; at < 10_000; at += 1) yield { a: at };
      yield { a: "text" };
    }
    await expect(writeRecords(join(folder, "kind.parquet"), rows())).rejects.toThrow(
      'Expected number in the column "a"',
    );
  });

  it("come in their order from many row groups", async () => {
    const path = join(folder, "groups.parquet");
    const rows = Array.from({ length: 25_000 }, (_, at) => ({ id: `${at}`, even: at % 2 === 0 }));
    await writeRecords(path, rows);
    expect(await readRecords(path)).toEqual(rows);
  });

  it("are not written when their source fails", async () => {
    const path = join(folder, "kept.parquet");
    await writeRecords(path, [{ a: "1" }]);
    const broken = async function* (): AsyncGenerator<object> {
      yield { a: "2" };
      throw new Error("source dried up");
    };
    for (const format of ["jsonl", "json", "csv", "parquet"] as const)
      await expect(writeRecords(path, broken(), { format })).rejects.toThrow("dried up");
    expect(await readRecords(path)).toEqual([{ a: "1" }]);
  });
});

describe("JSON that comes in pieces", () => {
  const items = (text: string, cuts: readonly number[]): readonly unknown[] => {
    const bytes = Buffer.from(text);
    const scanner = new JsonItemScanner();
    const ends = [...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].sort(
      (a, b) => a - b,
    );
    let start = 0;
    const found: unknown[] = [];
    for (const end of ends) {
      for (const item of scanner.push(bytes.subarray(start, end)))
        found.push(JSON.parse(item.bytes.toString()));
      start = end;
    }
    scanner.end();
    return found;
  };

  it("gives the items of any array, wherever it is cut", () => {
    const array = fc.array(fc.jsonValue({ stringUnit: "binary", depthSize: "small" }));
    fc.assert(
      fc.property(array, fc.array(fc.nat()), fc.nat(3), (values, cuts, indent) => {
        const text = JSON.stringify(values, null, indent);
        expect(JSON.stringify(items(text, cuts))).toBe(JSON.stringify(values));
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("gives the entries of arrays and objects in an object", () => {
    const text = '{"a":[1,[2]],"b":{"10":"x","9":{"c":"}"}},"c":5,"d":[],"e":"s"}';
    const scanner = new JsonItemScanner();
    const found = scanner
      .push(Buffer.from(text))
      .map(({ section, key, index, bytes }) => `${section} ${key} ${index} ${bytes.toString()}`);
    expect(found).toEqual([
      "a null 1 1",
      "a null 2 [2]",
      'b 10 1 "x"',
      'b 9 2 {"c":"}"}',
      "c null 1 5",
      'e null 2 "s"',
    ]);
  });

  it("never takes broken JSON for whole", () => {
    const text = '[{"a":[1,"x]"]},{"b":{"c":null}},true]';
    for (let cut = 0; cut < text.length; cut += 1)
      expect(() => items(text.slice(0, cut), []), `${cut}`).toThrow();
  });
});

it("an ending in capitals is an ending", async () => {
  const path = join(folder, "P.CSV");
  writeFileSync(path, "a\n1\n");
  expect(await readRecords(path)).toEqual([{ a: "1" }]);
});
