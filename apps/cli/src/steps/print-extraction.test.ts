import { expect, it } from "vitest";
import type { Terminal } from "../terminal/terminal.ts";
import { printExtraction } from "./print-extraction.ts";

const figures = {
  ...{ total: 205, categoryCount: 4, withoutDescription: 0, meanCharacters: 90, meanTokens: 20 },
  ...{ cutTexts: 0, maxTokens: 256, samples: [], firstText: "Lamp." },
};

function warningsOf(
  html: { readonly count: number; readonly example: string | null },
  isFile = false,
) {
  const warnings: string[] = [];
  const terminal = {
    note: () => undefined,
    warn: (text: string) => warnings.push(text),
  } as unknown as Terminal;
  printExtraction({ ...figures, html }, { terminal, isFile });
  return warnings;
}

it("tells in one line of HTML in the texts, with an example, and nothing where there is none", () => {
  expect(warningsOf({ count: 27, example: "p12" })).toEqual([
    "  27 products contain HTML (such as p12): it is embedded as it stands",
  ]);
  expect(warningsOf({ count: 1, example: "p1" })).toEqual([
    "  1 product contains HTML (such as p1): it is embedded as it stands",
  ]);
  expect(warningsOf({ count: 1, example: "p1" }, true)).toEqual([
    "  1 product contains HTML (such as p1): it is embedded as it stands; --html text takes the text alone",
  ]);
  expect(warningsOf({ count: 0, example: null }, true)).toEqual([]);
});
