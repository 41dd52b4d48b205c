import { describe, expect, it } from "vitest";
import { drawBox } from "./draw-box.ts";

describe("drawBox", () => {
  const wide = { widths: [7], rows: [["1234567"]] };
  const halves = { widths: [3, 3], rows: [["123", "567"]] };
  const uneven = { widths: [1, 5], rows: [["1", "34567"]] };

  it("joins the lines of parts with different columns", () => {
    expect(drawBox([wide, halves, halves, uneven, wide], "double").split("\n")).toEqual([
      "╔═══════╗",
      "║1234567║",
      "╠═══╦═══╣",
      "║123║567║",
      "╠═══╬═══╣",
      "║123║567║",
      "╠═╦═╩═══╣",
      "║1║34567║",
      "╠═╩═════╣",
      "║1234567║",
      "╚═══════╝",
    ]);
  });

  it("needs no character but those of ASCII where asked", () => {
    expect(drawBox([wide, halves], "ascii").split("\n")).toEqual([
      "+-------+",
      "|1234567|",
      "+---+---+",
      "|123|567|",
      "+---+---+",
    ]);
  });
});
