import { expect, it } from "vitest";
import { requireUsableShares } from "./require-usable-shares.ts";

type Shares = Parameters<typeof requireUsableShares>[0]["split"];

const checked =
  (split: Shares, judged: string | null = null) =>
  () => {
    requireUsableShares({ split, judged });
  };

it.each([
  ["no dev part", { test: 0.2, dev: 0, known: 0.05 }, "split.dev is 0"],
  ["no test at all", { test: 0, dev: 0.1, known: 0 }, "no queries are judged"],
  ["nothing to train on", { test: 0.6, dev: 0.4, known: 0 }, "leave nothing to train on"],
])("refuses shares with %s", (_, split, message) => {
  expect(checked(split)).toThrow(
    expect.objectContaining({
      code: "INVALID_SETTINGS",
      message: expect.stringContaining(message),
      hint: expect.stringMatching(/default/u),
    }),
  );
});

it("takes judged queries, new products or known products as a test", () => {
  expect(checked({ test: 0, dev: 0.1, known: 0 }, "judged")).not.toThrow();
  expect(checked({ test: 0.2, dev: 0.1, known: 0 })).not.toThrow();
  expect(checked({ test: 0, dev: 0.1, known: 0.05 })).not.toThrow();
});
