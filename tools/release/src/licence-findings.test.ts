import { expect, it } from "vitest";
import { licenceFindings } from "./licence-findings.ts";

const policy = { allowed: ["MIT", "Apache-2.0"], spellings: { "MIT License": "MIT" } };
const findings = (...licences: readonly (string | undefined)[]) =>
  licenceFindings(
    licences.map((licence, index) => ({ name: `p${index}`, licence })),
    policy,
  );

it("allows what the list holds, by any of its spellings", () => {
  expect(findings("MIT", "MIT License", "Apache-2.0")).toEqual([]);
});

it("needs one side of OR and both of AND", () => {
  expect(findings("(MIT OR GPL-3.0-only)", "MIT AND Apache-2.0")).toEqual([]);
  expect(findings("MIT AND GPL-3.0-only")).toEqual(["p0: MIT AND GPL-3.0-only"]);
});

it("names what is missing, unknown or no expression", () => {
  expect(findings(undefined, "GPL-3.0-only", "see LICENSE")).toEqual([
    "p0: no licence",
    "p1: GPL-3.0-only",
    "p2: see LICENSE",
  ]);
});
