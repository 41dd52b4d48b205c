import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findBrokenLinks } from "./find-broken-links.ts";
import { readPage } from "./read-page.ts";
import { renderMarkdown } from "./render-markdown.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "docs-site-"));
  mkdirSync(join(folder, "a b"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes Markdown files and gives what is broken in them, without the folder. */
function brokenIn(files: Readonly<Record<string, string>>): string[] {
  const pages = Object.entries(files).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return [join(folder, name), readPage(renderMarkdown(text))] as const;
  });
  return findBrokenLinks(new Map(pages)).map((sentence) => sentence.replace(`${folder}/`, ""));
}

it("finds nothing where files, folders, headings and ids are there", () => {
  const text = `# One \`code\` & more
[a](a.md) [b](./a.md#one-code--more) [c](#one-code--more-1) [d](a%20b/) [e](a.md?plain=1#here)

# One code & more
<a id="here"></a>`;
  expect(brokenIn({ "a.md": text })).toEqual([]);
});

it("names the page, the link and what is not there", () => {
  expect(
    brokenIn({ "a.md": "[x](b.md) [y](#no) ![z](no.png)\n\n[ref]\n\n[ref]: c/d.md", "e.md": "" }),
  ).toEqual([
    "a.md: b.md: no such file",
    "a.md: #no: no such heading",
    "a.md: no.png: no such file",
    "a.md: c/d.md: no such file",
  ]);
});

it("looks at links inside HTML, and not at code or at other hosts", () => {
  const text =
    '<a href="no.html">x</a> <https://example.org> [m](mailto:a@example.org) `[c](no.md)`';
  expect(brokenIn({ "a.md": text })).toEqual(["a.md: no.html: no such file"]);
});

it("asks of files that are no pages only that they are there", () => {
  writeFileSync(join(folder, "x.ts"), "");
  expect(brokenIn({ "a.md": "[x](x.ts#L10)" })).toEqual([]);
});
