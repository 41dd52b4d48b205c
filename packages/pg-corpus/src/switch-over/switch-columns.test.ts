import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveTableNames } from "../table-names.ts";
import { nextName, previousName, switchColumns } from "./switch-columns.ts";

describe("names around a switch", () => {
  it("are the table's own with a suffix", () => {
    expect(switchColumns(resolveTableNames())).toEqual({
      vectors: [
        {
          key: "content",
          live: "content_embedding",
          next: "content_embedding__next",
          previous: "content_embedding__previous",
        },
        {
          key: "title",
          live: "title_embedding",
          next: "title_embedding__next",
          previous: "title_embedding__previous",
        },
      ],
      source: "content_embedding__source",
    });
  });

  it("fit PostgreSQL's 63 bytes, and stay different", () => {
    const name = fc.string({ unit: "grapheme", minLength: 1, maxLength: 63 });
    const property = fc.property(name, name, (one, other) => {
      const all = [one, other].flatMap((each) => [nextName(each), previousName(each)]);
      for (const each of all) expect(Buffer.byteLength(each)).toBeLessThanOrEqual(63);
      expect(new Set(all).size).toBe(one === other ? 2 : 4);
      expect(all.every((each) => each.isWellFormed())).toBe(true);
    });
    fc.assert(property, { numRuns: 200, seed: 3 });
  });
});
