import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { readProducts } from "./read-products.ts";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";
import { streamProducts } from "./stream-products.ts";

const folder = mkdtempSync(join(tmpdir(), "read-products-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(ending: string, content: string | Uint8Array): string {
  files += 1;
  const path = join(folder, `${files}${ending}`);
  writeFileSync(path, content);
  return path;
}

async function failure(path: string): Promise<RetrievalDatasetError> {
  const error: unknown = await readProducts(path).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RetrievalDatasetError);
  return error as RetrievalDatasetError;
}

describe("a good file", () => {
  const desk = {
    id: "7",
    title: "Oak desk",
    description: "Solid oak.",
    category: "Furniture",
    tags: ["wood", "office"],
    searchable_content: "Oak desk. Solid oak.",
    source_file: null,
  };

  it("gives the same products from JSONL, JSON, CSV and TSV, compressed or not", async () => {
    const jsonl = `${JSON.stringify(desk)}\n\n`;
    const csv = `id,title,description,category,tags\n7,Oak desk,Solid oak.,Furniture,wood|office\n`;
    const paths = [
      file(".jsonl", jsonl),
      file(".ndjson", jsonl.trim()),
      file(".jsonl.gz", gzipSync(jsonl)),
      file(".json", JSON.stringify([desk])),
      file(".csv", csv),
      file(".csv.gz", gzipSync(csv)),
      file(".tsv", csv.replaceAll(",", "\t")),
    ];
    for (const path of paths) expect(await readProducts(path), path).toEqual([desk]);
  });

  it("turns whole numbers into ids and missing fields into null", async () => {
    const path = file(".jsonl", '{"id": 42, "title": "Lamp", "price": 9}');
    expect(await readProducts(path)).toEqual([
      {
        id: "42",
        title: "Lamp",
        description: null,
        category: null,
        tags: [],
        searchable_content: "Lamp.",
        source_file: null,
      },
    ]);
  });

  it("passes over a byte order mark, Windows line ends and blank lines", async () => {
    const path = file(".jsonl", '\uFEFF{"id":"1","title":"A"}\r\n\r\n{"id":"2","title":"B"}\r\n');
    expect((await readProducts(path)).map(({ id }) => id)).toEqual(["1", "2"]);
    const table = file(".csv", "\uFEFFid,title\r\n1,A\r\n");
    expect((await readProducts(table)).map(({ id }) => id)).toEqual(["1"]);
  });

  it("keeps line ends and delimiters inside quotes", async () => {
    const path = file(".csv", 'id,title,description\n1,"A, B","line 1\nline 2 ""quoted"""\n2,C,\n');
    const [first, second] = await readProducts(path);
    expect(first?.title).toBe("A, B");
    expect(first?.description).toBe('line 1\nline 2 "quoted"');
    expect(second?.description).toBeNull();
  });

  it("takes fields by other names", async () => {
    const path = file(".csv", "sku,name\n1,Lamp\n");
    const [lamp] = await readProducts(path, { columns: { id: "sku", title: "name" } });
    expect(lamp?.title).toBe("Lamp");
  });

  it.each([
    ['["a", "b c"]', ["a", "b c"]],
    ['{a,"b, c"}', ["a", "b, c"]],
    ["a; b", ["a", "b"]],
    ["", []],
  ])("reads the tags %s", async (tags, expected) => {
    const path = file(".jsonl", JSON.stringify({ id: "1", title: "A", tags }));
    expect((await readProducts(path))[0]?.tags).toEqual(expected);
  });

  it("comes one by one from a stream", async () => {
    const rows = Array.from({ length: 5000 }, (_, id) => JSON.stringify({ id, title: `T${id}` }));
    let count = 0;
    for await (const product of streamProducts(file(".jsonl", rows.join("\n"))))
      count += product.title === `T${count}` ? 1 : 0;
    expect(count).toBe(5000);
  });
});

describe("a bad file", () => {
  it("names every problem with its line", async () => {
    const lines = [
      '{"id":"1","title":"A"}',
      '{"title":"B"}',
      '{"id":"3","title":',
      "[1]",
      '{"id":"1","title":" "}',
      '{"id":"1","title":"again"}',
      '{"id":1.5,"title":"E","tags":[1]}',
    ];
    const error = await failure(file(".jsonl", lines.join("\n")));
    expect(error.code).toBe("INVALID_FILE");
    expect(error.details.count).toBe(6);
    for (const part of [
      'line 2: expected "id" to be a non-empty string or a whole number, got nothing.',
      "line 3: expected JSON",
      "line 4: expected an object, got [1].",
      'line 5: expected "title" to be a non-empty string, got " ".',
      'line 6: expected each id once, got "1" again (first at 1).',
      'line 7: expected "id" to be a non-empty string or a whole number, got 1.5. expected "tags" to be an array of strings, got [1].',
    ])
      expect(error.message).toContain(part);
  });

  it("shows twenty problems and counts the rest", async () => {
    const error = await failure(file(".jsonl", "nonsense\n".repeat(50)));
    expect(error.message.split("\n")).toHaveLength(21);
    expect(error.message).toContain("… and 30 more.");
  });

  it("names the item in a JSON array", async () => {
    const error = await failure(file(".json", '[{"id":1,"title":"A"},{"id":2}]'));
    expect(error.message).toContain('item 2: expected "title"');
  });

  it("gives no product after a problem, and all problems at the end", async () => {
    const path = file(".jsonl", '{"id":1,"title":"A"}\n{}\n{"id":3,"title":"C"}\n{}\n');
    const seen: string[] = [];
    const error: unknown = await (async () => {
      for await (const { id } of streamProducts(path)) seen.push(id);
    })().catch((reason: unknown) => reason);
    expect(seen).toEqual(["1"]);
    expect((error as RetrievalDatasetError).details.count).toBe(2);
  });

  it.each([
    ["a row with too many fields", ".csv", "id,title\n1,A,B\n", "line 2: expected 2 fields, got 3"],
    ["a column twice", ".csv", "id,title,id\n1,A,2\n", "line 1: expected each column once, got id"],
    ["a quote that does not end", ".csv", 'id,title\n1,"A\n', "expected well-formed rows"],
    [
      "a column missing",
      ".csv",
      "id,name\n1,A\n",
      'line 1: expected a column "title", got "id", "name".',
    ],
    ["the line behind a long row", ".csv", 'id,title\n1,"A\nB"\n,C\n', 'line 4: expected "id"'],
    ["one object instead of an array", ".json", '{"id":1}', "expected a JSON array"],
    ["half an array", ".json", '[{"id":1', "expected JSON"],
    ["another format by that name", ".jsonl", "id,title\n1,A", "line 1: expected JSON"],
    ["NUL bytes", ".jsonl", "\0\0\0\n", "line 1: expected JSON"],
  ])("says so for %s", async (...[, ending, content, message]) => {
    const error = await failure(file(ending, content));
    expect(error.code).toBe("INVALID_FILE");
    expect(error.message).toContain(message);
  });

  it("says which line is not UTF-8", async () => {
    const bytes = Buffer.concat([
      Buffer.from('{"id":1,"title":"A"}\n'),
      Buffer.from([0x7b, 0xff, 0xfe, 0x0a]),
    ]);
    expect((await failure(file(".jsonl", bytes))).message).toContain("line 2: expected UTF-8");
    expect((await failure(file(".csv", bytes))).message).toContain("expected UTF-8");
    expect((await failure(file(".json", bytes))).message).toContain("expected a JSON array");
    const latin = Buffer.from('[{"id":1,"title":"Caf\xe9"}]', "latin1");
    expect((await failure(file(".json", latin))).message).toContain("item 1: expected UTF-8");
    const utf16 = Buffer.from('{"id":1,"title":"A"}', "utf16le");
    expect((await failure(file(".jsonl", utf16))).code).toBe("INVALID_FILE");
  });

  it("says that compressed data is cut or none", async () => {
    const whole = gzipSync('{"id":1,"title":"A"}\n'.repeat(1000));
    expect((await failure(file(".jsonl.gz", whole.subarray(0, 40)))).message).toContain("gzip");
    expect((await failure(file(".csv.gz", Buffer.from("id,title")))).message).toContain("gzip");
  });

  it("says that a file is missing, is a folder, or has an unknown format", async () => {
    expect((await failure(join(folder, "missing.jsonl"))).code).toBe("FILE_NOT_FOUND");
    expect((await failure(join(folder, "missing.csv.gz"))).code).toBe("FILE_NOT_FOUND");
    expect((await failure(file(".xlsx", ""))).code).toBe("UNKNOWN_FORMAT");
    const error: unknown = await readProducts(folder, { format: "jsonl" }).catch(
      (reason: unknown) => reason,
    );
    expect((error as RetrievalDatasetError).code).toBe("FILE_NOT_READABLE");
  });

  it("does not hold a line of 17 MiB in memory", async () => {
    const path = file(
      ".jsonl",
      Buffer.concat([Buffer.alloc(17 * 1024 * 1024, 0x78), Buffer.from("\n{}")]),
    );
    const error = await failure(path);
    expect(error.message).toContain("line 1: expected at most 16 MiB");
    expect(error.details.count).toBe(2);
  });
});

describe("HTML in a file's texts", () => {
  const row =
    'id,title,description,tags\n1,Desk &amp; chair,"<p>60&nbsp;cm</p><ul><li>oak</li></ul>",a<b>b</b>|5 < 6\n';

  it("is left as it is, unless its text is asked for", async () => {
    const path = file(".csv", row);
    const [kept] = await readProducts(path);
    expect(kept?.title).toBe("Desk &amp; chair");
    const [product] = await readProducts(path, {
      html: "text",
      template: "{title}: {description:2}",
    });
    expect(product).toMatchObject({
      title: "Desk & chair",
      description: "60 cm oak",
      tags: ["ab", "5 < 6"],
      searchable_content: "Desk & chair: 60 cm",
    });
  });

  it("that has no text is no title", async () => {
    const path = file(".jsonl", '{"id":"1","title":"<b></b>"}\n');
    await expect(readProducts(path, { html: "text" })).rejects.toThrow(
      'expected "title" to be a non-empty string',
    );
  });
});
