import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { RetrievalDatasetError } from "../retrieval-dataset-error.ts";
import { chunkDocument } from "./chunk-document.ts";
import { htmlText } from "./html-text.ts";
import { readDocuments } from "./read-documents.ts";

const folder = mkdtempSync(join(tmpdir(), "documents-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("a chunk", () => {
  it("has at most 500 words and repeats 50 of the one before", () => {
    const words = Array.from({ length: 1200 }, (_, at) => `w${at}`);
    const chunks = chunkDocument(words.join(" ")).map(({ text }) => text.split(" "));
    expect(chunks.map((chunk) => [chunk[0], chunk.length])).toEqual([
      ["w0", 500],
      ["w450", 500],
      ["w900", 300],
    ]);
  });

  it("keeps every word in order, whatever the text, the size and the overlap", () => {
    const text = fc.array(fc.constantFrom("a", "b c", "\n", "  ", "d\te"), { maxLength: 60 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 9 }), fc.nat(8), (parts, size, wanted) => {
        const overlap = Math.min(wanted, size - 1);
        const document = parts.join(" ");
        const chunks = chunkDocument(document, { format: "text", words: size, overlap });
        const words = chunks.map((chunk) => chunk.text.split(/\s+/u));
        for (const [index, chunk] of words.entries()) {
          expect(chunk.length).toBeLessThanOrEqual(size);
          if (index > 0)
            expect(chunk.slice(0, overlap)).toEqual(words[index - 1]?.slice(-overlap || size));
        }
        const without = words.flatMap((chunk, index) => chunk.slice(index === 0 ? 0 : overlap));
        expect(without).toEqual(document.trim() === "" ? [] : document.trim().split(/\s+/u));
      }),
      { seed: 42, numRuns: 300 },
    );
  });

  it("keeps the headings it stands under and never crosses one", () => {
    const document = `Before.

# Leave

Staff get 25 days.

## Sick leave ##

Tell your manager.

### Notice

By nine.

## Other

Ask.

Travel
======

Book early.`;
    expect(chunkDocument(document).map(({ headings, text }) => [headings.join("/"), text])).toEqual(
      [
        ["", "Before."],
        ["Leave", "Staff get 25 days."],
        ["Leave/Sick leave", "Tell your manager."],
        ["Leave/Sick leave/Notice", "By nine."],
        ["Leave/Other", "Ask."],
        ["Travel", "Book early."],
      ],
    );
  });

  it("takes no heading from code, tables and rules", () => {
    const document = "```sh\n# comment\n```\n\ntext\n\n---\n\n#hashtag\n\na | b\n--- | ---\n1 | 2";
    expect(chunkDocument(document).map(({ headings }) => headings)).toEqual([[]]);
  });

  it("keeps the document's own line ends", () => {
    expect(chunkDocument("# A\n\n- one\n- two")[0]?.text).toBe("- one\n- two");
  });

  it("of plain text knows no headings", () => {
    expect(chunkDocument("# A\nb", { format: "text" })).toEqual([{ headings: [], text: "# A\nb" }]);
  });

  it.each([{ words: 0 }, { words: 1.5 }, { overlap: -1 }, { words: 10, overlap: 10 }])(
    "refuses %o",
    (options) => {
      expect(() => chunkDocument("a", options)).toThrow(RangeError);
    },
  );
});

describe("the text of HTML", () => {
  it.each([
    ["<h1>A <b>b</b></h1><p>x &amp; y</p>", "# A b\n\nx & y"],
    ["<head><title>t</title></head><p>a</p><script>if (a<b) {}</script>", "a"],
    ["a<br>b<!-- c --><div>d</div>", "a\nb\nd"],
    ["<ul><li>one</li><li>two</li></ul>", "one\n\ntwo"],
    ["5 &lt; 6 &#8364; &#x20AC; &unknown; &#0; &#xD800;", "5 < 6 € € &unknown; \uFFFD \uFFFD"],
    ["a < b and c > d", "a < b and c > d"],
    ["a<script>x", "a"],
    ["İİİ<STYLE>x</Style >b", "İİİ b"],
    ["<h2>A\nb</h2 ><h1>open<p>text", "## A b\n\n# open\n\ntext"],
    ["<H1 class='x'>A</H1>", "# A"],
    ["<html><head><title>t</title><body>a", "a"],
    ["a<noscript><p>b</p></noscript>c<svg><title>t</title></svg>d<template>e", "a c d"],
    ["<table><tr><td>Height</td><td>60&nbsp;cm</td></tr></table>", "Height 60 cm"],
    ['<p title="a>b">x<textarea>y<b></textarea>', "xy<b>"],
    ["&frac12;&ampa &copy2", "½&a ©2"],
  ])("of %j", (html, text) => {
    expect(htmlText(html)).toBe(text);
  });
});

describe("text made to be slow", () => {
  it.each([
    // Half a second at most; in proportion to the square it would take minutes.
    ["tags", "<a".repeat(800_000)],
    ["scripts", "<script ".repeat(200_000)],
    ["headings", "<h1>".repeat(400_000)],
    ["blocks", "<div>".repeat(400_000)],
    ["hidden pictures", "<svg>".repeat(400_000)],
    ["comments", "<!--".repeat(800_000)],
    ["entities", "&a".repeat(800_000)],
    ["blanks", " \n".repeat(400_000)],
    ["hashes", `# ${" #".repeat(400_000)}x`],
  ])("of many %s is read in a moment", { timeout: 60_000 }, (_name, text) => {
    expect(htmlText(text).length).toBeLessThanOrEqual(text.length);
    expect(chunkDocument(text).every((chunk) => text.includes(chunk.text))).toBe(true);
  });
});

describe("a folder of documents", () => {
  mkdirSync(join(folder, "leave"));
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, "b.txt"), "Plain words.");
  writeFileSync(join(folder, "leave", "sick.md"), "# Sick leave\n\nTell your manager.\n");
  writeFileSync(join(folder, "leave", "page.html"), "<h1>Page</h1><p>Text.</p>");
  writeFileSync(join(folder, "leave", "form.pdf"), "%PDF-1.7");
  writeFileSync(join(folder, ".git", "config.txt"), "hidden");
  writeFileSync(join(folder, "Hand book 5%.txt"), "Words of a file whose name has blanks.");
  writeFileSync(join(folder, "empty.md"), "\n");

  it("becomes one product a chunk, in the order of the paths", async () => {
    const skipped: string[] = [];
    const chunks = await readDocuments(folder, {
      onSkip: (path) => skipped.push(path),
      onEmpty: (path) => skipped.push(`empty: ${path}`),
    });
    expect(chunks.map(({ id }) => id)).toEqual([
      "Hand%20book%205%25.txt#1",
      ...["b.txt#1", "leave/page.html#1", "leave/sick.md#1"],
    ]);
    expect(chunks[3]).toEqual({
      id: "leave/sick.md#1",
      title: "sick.md › Sick leave",
      description: "Tell your manager.",
      category: "leave",
      tags: [],
      searchable_content: "Sick leave\n\nTell your manager.",
      source_file: "leave/sick.md",
    });
    expect(skipped).toEqual(["empty: empty.md", "leave/form.pdf"]);
  });

  it("has other kinds of files read by a function", async () => {
    const extract = new Map([
      [".pdf", async (path: string) => `# From ${path.slice(-8)}\n\nText.`],
    ]);
    const chunks = await readDocuments(folder, { extract });
    expect(chunks.find(({ id }) => id === "leave/form.pdf#1")?.title).toBe(
      "form.pdf › From form.pdf",
    );
  });

  it("that is not there says so", async () => {
    const error: unknown = await readDocuments(join(folder, "none")).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(RetrievalDatasetError);
    expect((error as RetrievalDatasetError).code).toBe("FILE_NOT_FOUND");
  });
});
