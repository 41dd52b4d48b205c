import { describe, expect, it } from "vitest";
import { compareOutput } from "./compare-output.ts";

const exact = { wildcards: false };
const loose = { wildcards: true };

it("agrees with equal text, with or without a last line feed", () => {
  expect(compareOutput("a\nb\n", "a\nb", exact)).toBeUndefined();
  expect(compareOutput("", "", exact)).toBeUndefined();
});

it("shows a line diff of what differs", () => {
  expect(compareOutput("a\nb\nc\n", "a\nx\nc\nd\n", exact)).toBe("  a\n- b\n+ x\n  c\n+ d");
});

it("tells trailing blanks and missing empty lines", () => {
  expect(compareOutput("a \n", "a\n", exact)).toBe("- a \n+ a");
  expect(compareOutput("a\n\nb\n", "a\nb\n", exact)).toBe("  a\n- \n  b");
});

it("takes … as it stands where wildcards are off", () => {
  expect(compareOutput("a…\n", "abc\n", exact)).toBeDefined();
  expect(compareOutput("a…\n", "a…\n", exact)).toBeUndefined();
});

describe("with wildcards", () => {
  it("lets a line of … stand for any lines, none included", () => {
    expect(compareOutput("a\n…\nz\n", "a\nz\n", loose)).toBeUndefined();
    expect(compareOutput("a\n…\nz\n", "a\nb\nc\nz\n", loose)).toBeUndefined();
    expect(compareOutput("…\n", "", loose)).toBeUndefined();
  });

  it("lets … within a line stand for any characters of that line", () => {
    expect(compareOutput("done in … s (a+b)\n", "done in 1.5 s (a+b)\n", loose)).toBeUndefined();
    expect(compareOutput("done in … s\n", "done in\n1 s\n", loose)).toBeDefined();
  });

  it("does not count blanks at line ends", () => {
    expect(compareOutput("a\nb  c\n", "a  \nb  c\n", loose)).toBeUndefined();
    expect(compareOutput("a\nb c\n", "a\nb  c\n", loose)).toBeDefined();
  });

  it("still tells lines that differ", () => {
    expect(compareOutput("a\n…\nz\n", "a\nb\ny\n", loose)).toBe("  a\n  b\n- z\n+ y");
  });
});
