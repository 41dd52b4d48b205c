import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitLines } from "./split-lines.ts";

function split(
  chunks: readonly Uint8Array[],
  maxBytes = 1000,
): { lines: string[]; tooLong: string[] } {
  const lines: string[] = [];
  const tooLong: string[] = [];
  const splitter = splitLines({
    onLine: (line) => lines.push(line),
    onTooLong: (beginning) => tooLong.push(beginning),
    maxBytes,
  });
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { lines, tooLong };
}

describe("splitLines", () => {
  it("gives the same lines however the bytes are cut into chunks", () => {
    const line = fc.string({ unit: "binary" }).filter((text) => !/[\r\n]/u.test(text));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat(50), { minLength: 1 }), (wanted, sizes) => {
        const bytes = Buffer.from(wanted.map((text) => `${text}\n`).join(""));
        const chunks: Uint8Array[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = (sizes[turn % sizes.length] ?? 0) + 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(split(chunks, 1e6).lines).toEqual(wanted.map((text) => text.toWellFormed()));
      }),
      { seed: 42, numRuns: 40 },
    );
  });

  it("takes a last line without a line break, and \\r\\n as one", () => {
    expect(split([Buffer.from("a\r\nb\n\nc")]).lines).toEqual(["a", "b", "", "c"]);
  });

  it("stops at a line that is too long, with its beginning", () => {
    const chunks = ["short\n", "x".repeat(600), "x".repeat(600), "\nnever\n"].map((text) =>
      Buffer.from(text),
    );
    expect(split(chunks)).toEqual({ lines: ["short"], tooLong: ["x".repeat(400)] });
  });
});
