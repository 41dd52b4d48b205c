import { expect, it } from "vitest";
import { openOutput } from "./open-output.ts";

function show(isTTY: boolean, chunks: readonly string[]): string[] {
  const written: string[] = [];
  const output = openOutput({ isTTY, write: (text) => written.push(text) });
  for (const chunk of chunks) output.write(chunk);
  output.end();
  return written;
}

it("passes everything to a terminal at once", () => {
  expect(show(true, ["a", "\u001b[31mb"])).toEqual(["a", "\u001b[31mb"]);
});

it("takes colours away elsewhere, also those that come in two pieces", () => {
  expect(show(false, ["a\n\u001b[3", "1mred\u001b[0m\nre", "st"])).toEqual([
    "a\n",
    "red\n",
    "rest\n",
  ]);
});
