import { afterEach, beforeEach, expect } from "vitest";

const methods = ["log", "info", "warn", "error", "debug", "trace"] as const;
const originals = { ...console };
let printed: string[] = [];

beforeEach(() => {
  printed = [];
  for (const method of methods) {
    console[method] = (...values: unknown[]) => {
      printed.push(`console.${method}: ${values.map(String).join(" ")}`);
    };
  }
});

afterEach(() => {
  for (const method of methods) console[method] = originals[method].bind(console);
  expect(printed, "a test printed to the console").toEqual([]);
});
