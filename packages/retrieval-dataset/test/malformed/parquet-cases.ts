import { parquetWriteBuffer } from "hyparquet-writer";
import { cases } from "./malformed-case.ts";

const column = (name: string, data: readonly unknown[]) => ({ name, data: [...data] });
const file = (...columns: readonly { name: string; data: unknown[] }[]): Buffer =>
  Buffer.from(parquetWriteBuffer({ columnData: columns as never }));
const good = file(column("id", ["1", "2"]), column("title", ["A", "B"]));

/** The good file with other bytes in it. */
function changed(at: number, ...bytes: readonly number[]): Buffer {
  const copy = Buffer.from(good);
  for (const [index, byte] of bytes.entries())
    copy[(at < 0 ? copy.length + at : at) + index] = byte;
  return copy;
}

/** Products as Parquet. */
export const parquetCases = cases("products", "p.parquet", {
  "an empty .parquet file": { content: "", error: ["expected Parquet"] },
  "the mark only": { content: "PAR1", error: ["expected Parquet"] },
  "text by the name of Parquet": { content: "id,title\n1,A\n", error: ["expected Parquet"] },
  "Parquet cut at the end": { content: good.subarray(0, -10), error: ["expected Parquet"] },
  "Parquet cut in half": {
    content: good.subarray(0, good.length >> 1),
    error: ["expected Parquet"],
  },
  "a footer longer than the file": {
    content: changed(-8, 0xff, 0xff, 0xff, 0x7f),
    error: ["expected Parquet"],
  },
  "a footer of length 0": { content: changed(-8, 0, 0, 0, 0), error: ["expected Parquet"] },
  "a broken footer": { content: changed(-40, 0xff, 0xff, 0xff, 0xff, 0xff), error: ["expected"] },
  "broken pages": {
    content: changed(4, ...Array.from({ length: 24 }, () => 0xff)),
    error: ["expected Parquet"],
  },
  "no column of that name": {
    content: file(column("sku", ["1"])),
    error: ['(schema): expected a column "id" and "title", got "sku".'],
  },
  "whole numbers as ids in Parquet": {
    content: file(column("id", [1n, 2n]), column("title", ["A", "B"])),
    reads: ["1", "2"],
  },
  "a number beyond 2^53 as id in Parquet": {
    content: file(column("id", [9007199254740993n]), column("title", ["A"])),
    reads: ["9007199254740993"],
  },
  "NaN as id in Parquet": {
    content: file(column("id", [Number.NaN]), column("title", ["A"])),
    error: ['row 1: expected "id"'],
  },
  "null as title in Parquet": {
    content: file(column("id", ["1", "2"]), column("title", ["A", null])),
    error: ['row 2: expected "title"', "got null"],
  },
  "the same id twice in Parquet": {
    content: file(column("id", ["1", "1"]), column("title", ["A", "B"])),
    error: ['row 2: expected each id once, got "1" again'],
  },
  "a good Parquet file": { content: good, reads: ["1", "2"] },
});

/** What the name of a file cannot say. */
export const nameCases = [
  ...cases("products", "p.xlsx", {
    "a spreadsheet": {
      content: "x",
      error: ["expected", ".jsonl"].slice(1),
      code: "UNKNOWN_FORMAT",
    },
  }),
  ...cases("products", "p.parquet.gz", {
    "Parquet with .gz": { content: "x", error: [".parquet"], code: "UNKNOWN_FORMAT" },
  }),
  ...cases("products", "noending", {
    "no ending": { content: "x", error: ["noending"], code: "UNKNOWN_FORMAT" },
  }),
];
