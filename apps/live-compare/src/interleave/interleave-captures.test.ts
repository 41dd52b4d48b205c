import { describe, expect, it } from "vitest";
import { captureOf } from "../../test/capture-of.ts";
import { formatVerdict } from "./format-verdict.ts";
import { interleaveCaptures } from "./interleave-captures.ts";

const queries = Array.from({ length: 20 }, (_, at) => `query ${at}`);
const ranked = (...titles: readonly string[]) =>
  captureOf(Object.fromEntries(queries.map((query) => [query, titles])));
const judged = {
  ids: new Map(queries.map((query, at) => [query, [`q${at}`]])),
  qrels: new Map(queries.map((_, at) => [`q${at}`, new Map([["id good", 2]])])),
};
const [worse, better] = [ranked("a", "b", "c", "good"), ranked("good", "a", "b", "c")];

describe("interleaveCaptures", () => {
  it.each(["perfect", "navigational", "informational"] as const)(
    "finds the better list by the clicks of a %s user, the same each time",
    (model) => {
      const verdict = interleaveCaptures([worse, better], judged, { model, lists: 50 });
      expect(verdict).toMatchObject({ impressions: 1000, units: 20, preferred: "second" });
      expect(interleaveCaptures([worse, better], judged, { model, lists: 50 })).toEqual(verdict);
      expect(interleaveCaptures([better, worse], judged, { model }).preferred).toBe("first");
    },
  );

  it("compares two endpoints, and finds nobody better where both are the same", () => {
    const elsewhere = { ...better, endpoint: "/search/records" };
    expect(interleaveCaptures([better, elsewhere], judged).preferred).toBeNull();
  });

  it("refuses captures without a judged query, and no lists", () => {
    const nothing = { ids: new Map(), qrels: new Map() };
    expect(() => interleaveCaptures([worse, better], nothing)).toThrow(
      "Expected judged queries that both captures have, got none among 20, 20 and 0 judged.",
    );
    expect(() => interleaveCaptures([worse, better], judged, { lists: 0 })).toThrow(RangeError);
  });
});

describe("formatVerdict", () => {
  const verdict = interleaveCaptures([worse, better], judged, { lists: 50 });

  it("names the system that is preferred, without control characters", () => {
    const text = formatVerdict(verdict, ["be\u001b[31mfore", "after"]);
    expect(text).toMatch(/^after is preferred\.\nPreference for after: \+0\.\d{3} \[\+0\.\d{3}, /u);
    expect(text).not.toContain("\u001b");
  });

  it("says when they cannot be told apart", () => {
    expect(formatVerdict({ ...verdict, preferred: null }, ["a", "b"])).toContain("Neither");
  });
});
