import { describe, expect, it } from "vitest";
import { encodeBinaryCopy } from "./binary-copy.ts";

const start = "5047434f50590aff0d0a00" + "00000000" + "00000000";

function hex(rows: Parameters<typeof encodeBinaryCopy>[0]): string {
  return Buffer.concat([...encodeBinaryCopy(rows)]).toString("hex");
}

describe("encodeBinaryCopy", () => {
  it("writes the signature, the flags and the trailer around no rows", () => {
    expect(hex([])).toBe(`${start}ffff`);
  });

  it("writes text, NULL, arrays and vectors", () => {
    const text = "00000002" + "c3a9"; // é
    const none = "ffffffff";
    const empty = "0000000c" + "00000000" + "00000000" + "00000019";
    const one = "00000019" + "00000001" + "00000000" + "00000019" + "00000001" + "00000001";
    const array = `${one}00000001${"78"}`; // {x}
    const vector = "0000000c" + "0002" + "0000" + "3f800000" + "c0000000"; // [1,-2]
    const rows = [["é", null, [], ["x"], Float32Array.of(1, -2)]];
    expect(hex(rows)).toBe(`${start}0005${text}${none}${empty}${array}${vector}ffff`);
  });

  it("writes a view of a larger array as its own numbers alone", () => {
    const view = Float32Array.of(9, 1, -2, 9).subarray(1, 3);
    expect(hex([[view]])).toBe(hex([[Float32Array.of(1, -2)]]));
    expect(view).toEqual(Float32Array.of(1, -2));
  });

  it("cuts a long stream into chunks without holding all of it", () => {
    const rows = Array.from({ length: 1000 }, () => ["x".repeat(1000)]);
    const sizes = [...encodeBinaryCopy(rows)].map((chunk) => chunk.length);
    expect(sizes.length).toBe(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(19 + 1000 * 1006 + 2);
  });
});
