import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../../..");
const page = readFileSync(join(root, "docs/troubleshooting.md"), "utf8");
const byCode = page.slice(page.indexOf("## By code"), page.indexOf("## When you report a bug"));
const rows = byCode.split("\n").filter((line) => line.startsWith("| `"));
const told = rows.flatMap((line) => codesOf(line.split("|")[1] ?? "", /`([A-Z][A-Z0-9_]+)`/gu));

/** Files that list the codes of a package's or app's errors. */
const sources = globSync(["packages/*/src/*error*.ts", "apps/*/src/*error.ts"], { cwd: root })
  .filter((name) => codesIn(name).length > 0)
  .map((name) => name.replaceAll("\\", "/"));

function codesOf(text: string, code: RegExp): string[] {
  return [...text.matchAll(code)].map(([, name]) => name ?? "");
}

/** Codes of the union `…ErrorCode` of a file, or of the list that it is made of. */
function codesIn(source: string): string[] {
  const text = readFileSync(join(root, source), "utf8");
  const list = /(?:export type \w+ErrorCode =|^const codes = )([^;]*);/mu.exec(text)?.[1] ?? "";
  return codesOf(list, /"([A-Z][A-Z0-9_]+)"/gu);
}

describe("docs/troubleshooting.md", () => {
  it.each(sources)("has an entry for every code of %s", (source) => {
    expect(codesIn(source).filter((code) => !told.includes(code))).toEqual([]);
  });

  it("has each code once, in the order of the alphabet, and none that is gone", () => {
    const known = new Set(["INTERRUPTED", "BUG", ...sources.flatMap(codesIn)]);
    expect(sources.length).toBeGreaterThanOrEqual(13);
    expect(told.filter((code) => !known.has(code))).toEqual([]);
    expect(new Set(told).size).toBe(told.length);
    const first = rows.map((line) => codesOf(line, /`([A-Z][A-Z0-9_]+)`/gu)[0] ?? "");
    expect(first).toEqual([...first].sort());
  });

  it("links only to headings that it has", () => {
    const headings = new Set(
      [...page.matchAll(/^#+ (.+)$/gmu)].map(([, title = ""]) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w -]/gu, "")
          .replaceAll(" ", "-"),
      ),
    );
    const links = [...page.matchAll(/\]\(#([^)]+)\)/gu)].map(([, anchor = ""]) => anchor);
    expect(links.filter((anchor) => !headings.has(anchor))).toEqual([]);
  });
});
