import { describe, expect, it } from "vitest";
import { toParameterText } from "./sql-values.ts";

describe("toParameterText", () => {
  it("writes every kind of value as PostgreSQL reads it", () => {
    expect(toParameterText(null)).toBeNull();
    expect(toParameterText(true)).toBe("true");
    expect(toParameterText(2n ** 63n)).toBe("9223372036854775808");
    expect(toParameterText(new Date(0))).toBe("1970-01-01T00:00:00.000Z");
    expect(toParameterText(Uint8Array.of(1, 255))).toBe("\\x01ff");
    expect(toParameterText(Float32Array.of(0.5, -1))).toBe("[0.5,-1]");
    expect(toParameterText(["a", null, 1])).toBe('{"a",NULL,"1"}');
  });
});
