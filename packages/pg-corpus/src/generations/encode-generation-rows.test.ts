import { expect, it } from "vitest";
import { encodeGenerationRows, halfBits } from "./encode-generation-rows.ts";

it("rounds to half precision as pgvector does, ties to the even number", () => {
  const cases = [
    [0, 0],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65_504, 0x7bff], // the greatest
    [1 + 2 ** -11, 0x3c00], // halfway between 1 and the next one: down to even
    [1 + 3 * 2 ** -11, 0x3c02], // halfway between the next two: up to even
    [2 ** -24, 1], // the smallest
    [2 ** -25, 0],
    [2 ** -26, 0],
    [70_000, 0x7c00], // too large
    [2 - 2 ** -12, 0x4000], // rounding carries into the exponent
  ] as const;
  for (const [value, bits] of cases) expect([value, halfBits(value)]).toEqual([value, bits]);
});

it("writes the same rows whether they fill one chunk or many", () => {
  const ids = Array.from({ length: 2000 }, (_, index) => `${index}`);
  const data = Float32Array.from({ length: 2000 * 300 }, (_, index) => Math.sin(index));
  const encode = (from: number, to: number) => {
    const some = ids.slice(from, to);
    const sources = some.map((_, row) =>
      row % 2 === 0 ? "0123456789abcdef0123456789abcdef" : null,
    );
    const part = data.subarray(from * 300, to * 300);
    const encodeId = (id: string) => Buffer.from(id);
    const rows = { ids: some, sources, data: part, dimensions: 300, half: false, encodeId };
    return [...encodeGenerationRows(rows)];
  };
  const whole = encode(0, 2000);
  expect(whole.length).toBeGreaterThan(1);
  const [first, second] = [encode(0, 1000), encode(1000, 2000)].map((chunks) =>
    Buffer.concat(chunks),
  );
  const [header, trailer] = [19, 2];
  const joined = [first?.subarray(0, -trailer), second?.subarray(header)];
  expect(Buffer.concat(whole).equals(Buffer.concat(joined as Buffer[]))).toBe(true);
});
