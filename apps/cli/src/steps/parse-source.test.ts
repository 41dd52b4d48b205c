import { expect, it } from "vitest";
import { parseQueriesSetting } from "./parse-queries-setting.ts";
import { parseSource } from "./parse-source.ts";

it.each([
  ["embedded", { kind: "embedded" }],
  ["postgres", { kind: "postgres" }],
  ["csv:shop.csv", { kind: "file", format: "csv", path: "/data/shop.csv" }],
  ["jsonl:../a:b.jsonl", { kind: "file", format: "jsonl", path: "/a:b.jsonl" }],
  ["parquet:shop.pq", { kind: "file", format: "parquet", path: "/data/shop.pq" }],
  ["shop.parquet", { kind: "file", format: "parquet", path: "/data/shop.parquet" }],
  ["docs:policies", { kind: "file", format: "docs", path: "/data/policies" }],
  ["/elsewhere/shop.tsv.gz", { kind: "file", format: "tsv", path: "/elsewhere/shop.tsv.gz" }],
])("reads the source %s", (text, expected) => {
  expect(parseSource(text, "/data")).toEqual(expected);
});

it("names what a source can be", () => {
  expect(() => parseSource("shop.xlsx", "/data")).toThrow('"shop.xlsx"');
});

it("reads who writes the queries", () => {
  expect(parseQueriesSetting("anthropic", "/data")).toEqual({ kind: "anthropic" });
  expect(parseQueriesSetting("recorded:q.jsonl", "/data")).toEqual({
    kind: "recorded",
    path: "/data/q.jsonl",
  });
  expect(() => parseQueriesSetting("someone", "/data")).toThrow('"someone"');
});
