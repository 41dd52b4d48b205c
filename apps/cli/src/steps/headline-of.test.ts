import { expect, it } from "vitest";
import { headlineOf } from "./headline-of.ts";

const qrels = new Map([["q", new Map([["p1", 1]])]]);
const known = { name: "knownProducts" as const, qrels };
const fresh = { name: "newProducts" as const, qrels };
const judged = { name: "judged" as const, qrels };

it("is the judged test, else new products, and never known ones", () => {
  expect(headlineOf([known, fresh, judged])).toBe("judged");
  expect(headlineOf([fresh, known])).toBe("newProducts");
  expect(headlineOf([known])).toBeNull();
  expect(headlineOf([])).toBeNull();
});

it("is no test without queries", () => {
  expect(headlineOf([{ ...judged, qrels: new Map() }, fresh])).toBe("newProducts");
});
