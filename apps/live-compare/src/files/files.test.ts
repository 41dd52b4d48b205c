import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { captureOf } from "../../test/capture-of.ts";
import { readCapture } from "./read-capture.ts";
import { readQueries } from "./read-queries.ts";
import { requireFreeOutput, writeCapture } from "./write-capture.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "live-compare-"));
});

afterAll(() => rm(folder, { recursive: true }));

async function fileWith(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe("a results file", () => {
  it("reads back as it was written, and leaves nothing beside it", async () => {
    const path = join(folder, "round-trip.json");
    const capture = captureOf({ pan: ["A", "B"], none: [] });
    await writeCapture(path, capture);
    expect(await readCapture(path)).toEqual(capture);
    expect((await readFile(path, "utf8")).endsWith("}\n")).toBe(true);
    expect((await readdir(folder)).filter((name) => name.startsWith("round-trip"))).toHaveLength(1);
  });

  it("is refused by name when its folder is missing", async () => {
    const path = join(folder, "missing", "x.json");
    const error = { code: "OUTPUT_NOT_WRITABLE", message: expect.stringContaining(path) };
    await expect(writeCapture(path, captureOf({}))).rejects.toMatchObject(error);
  });

  it("does not replace a capture of another label, or a file that is none", async () => {
    const path = join(folder, "kept.json");
    await requireFreeOutput(path, "before");
    await writeCapture(path, captureOf({ pan: ["A"] }));
    await requireFreeOutput(path, "before");
    const refused = { code: "OUTPUT_EXISTS" };
    await expect(requireFreeOutput(path, "after")).rejects.toMatchObject(refused);
    const other = await fileWith("other.json", "my notes");
    await expect(requireFreeOutput(other, "before")).rejects.toMatchObject(refused);
  });

  it.each([
    ["no JSON", "{", "got no JSON"],
    ["another document", "[]", "got no object"],
    ["another version", '{"schemaVersion":2}', "got schemaVersion 2"],
    ["no version", "{}", "got schemaVersion missing"],
    ["no host", JSON.stringify({ ...captureOf({ a: [] }), host: 1 }), "got no text in host"],
    ["no queries", JSON.stringify({ ...captureOf({ a: [] }), queries: [] }), "got no queries"],
    [
      "a broken query",
      JSON.stringify({ ...captureOf({ a: [] }), queries: [{ query: "a", results: [{}] }] }),
      "got something else as query 1",
    ],
  ])("is refused when it holds %s", async (name, content, problem) => {
    const path = await fileWith(`${name}.json`, content);
    const error = { code: "CAPTURE_INVALID", message: expect.stringContaining(problem) };
    await expect(readCapture(path)).rejects.toMatchObject(error);
  });

  it("is refused when it is missing", async () => {
    const error = { code: "CAPTURE_INVALID", message: expect.stringContaining("no such file") };
    await expect(readCapture(join(folder, "none.json"))).rejects.toMatchObject(error);
  });
});

describe("queries", () => {
  it.each([
    ["q.txt", "\uFEFFrain jacket\r\n\n  desk lamp \nrain jacket\n"],
    ["q.json", '["rain jacket", {"query": "desk lamp"}, {"text": "rain jacket"}]'],
    ["q.jsonl", '{"_id":"1","text":"rain jacket"}\n\n"desk lamp"\n'],
  ])("are read from %s, in order and without repeats", async (name, content) => {
    expect(await readQueries(await fileWith(name, content))).toEqual(["rain jacket", "desk lamp"]);
  });

  it("are refused with every problem of the file", async () => {
    const path = await fileWith("bad.jsonl", '"ok"\n{"x":1}\nnot json\n""\n');
    await expect(readQueries(path)).rejects.toMatchObject({
      code: "QUERIES_INVALID",
      message: expect.stringMatching(/line 2: .+; line 3: .+; line 4: /u),
    });
  });

  it("are refused with the first 20 problems and the count of the rest", async () => {
    const path = await fileWith("worse.json", JSON.stringify(Array<number>(25).fill(1)));
    await expect(readQueries(path)).rejects.toMatchObject({
      message: expect.stringMatching(/entry 20: .+; and 5 more\.$/u),
    });
  });

  it.each([
    ["empty.txt", " \n"],
    ["object.json", "{}"],
    ["broken.json", "["],
  ])("are refused when %s has none", async (name, content) => {
    const path = await fileWith(name, content);
    await expect(readQueries(path)).rejects.toMatchObject({ code: "QUERIES_INVALID" });
  });

  it("are refused when their file is missing", async () => {
    await expect(readQueries(join(folder, "none.txt"))).rejects.toMatchObject({
      code: "QUERIES_INVALID",
      message: expect.stringContaining("expected a file, got none"),
    });
  });
});
