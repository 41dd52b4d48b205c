import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { temporaryFolder } from "../../test/temporary-folder.ts";
import { readJudgments } from "./read-judgments.ts";

const folder = temporaryFolder();
const read = (text: string | Uint8Array) => {
  const path = join(folder(), "qrels");
  writeFileSync(path, text);
  return readJudgments(path);
};
const expected = new Map([["q1", new Map([["d 1", 2]])]]);

it("reads BEIR's three fields, with and without a header, after a byte order mark", async () => {
  expect(await read("q1\td 1\t2\n")).toEqual(expected);
  expect(await read("\uFEFFquery-id\tcorpus-id\tscore\r\n\r\nq1\td 1\t2\r\n")).toEqual(expected);
});

it("reads TREC's four fields, whether blanks or tabs divide them", async () => {
  const trec = new Map([["q1", new Map([["d1", 2]])]]);
  expect(await read("\nq1 0 d1 2\n")).toEqual(trec);
  expect(await read("q1\t0\td1\t2\n")).toEqual(trec);
});

it("reads ranx' JSON", async () => {
  expect(await read('{"q1": {"d 1": 2}}')).toEqual(expected);
});

it.each([
  ["nothing", "", "INVALID_JUDGMENTS"],
  ["a header alone", "query-id\tcorpus-id\tscore\n", "INVALID_JUDGMENTS"],
  ["a grade that is no number", "q1 0 d1 good\n", "INVALID_FILE"],
  ["text that is not UTF-8", Uint8Array.from([0x71, 0xff, 0xfe]), "INVALID_FILE"],
])("refuses %s", async (_, text, code) => {
  await expect(read(text)).rejects.toMatchObject({ code });
});

it("refuses a compressed file that is cut off, or is none", async () => {
  const path = join(folder(), "qrels.gz");
  const whole = gzipSync("q1 0 d1 1\n".repeat(1000));
  for (const bytes of [whole.subarray(0, whole.length - 9), Buffer.from("q1 0 d1 1\n")]) {
    writeFileSync(path, bytes);
    await expect(readJudgments(path)).rejects.toMatchObject({ code: "INVALID_FILE" });
  }
  writeFileSync(path, whole.subarray(0, 0));
  await expect(readJudgments(path)).rejects.toThrow(path);
});

it("refuses a folder and a file that is not there", async () => {
  await expect(readJudgments(folder())).rejects.toMatchObject({ code: "INVALID_FILE" });
  const none = readJudgments(join(folder(), "none"));
  await expect(none).rejects.toMatchObject({ code: "FILE_MISSING" });
});
