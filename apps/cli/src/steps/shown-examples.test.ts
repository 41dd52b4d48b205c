import type { ExampleReason, QueryExample } from "@searchfit/report-md";
import { expect, it } from "vitest";
import { shownExamples } from "./shown-examples.ts";

const example = (query: string, reason: ExampleReason): QueryExample => ({
  ...{ query, reason, baseline: [], candidate: [] },
});
const gains = ["g1", "g2", "g3"].map((query) => example(query, "largest-win"));
const losses = ["l1", "l2"].map((query) => example(query, "largest-loss"));
const others = [example("same", "unchanged"), example("gift", "probe")];
const queries = (examples: readonly QueryExample[]) =>
  shownExamples(examples).map(({ query }) => query);

it("shows the largest gain, the largest loss, and the next one", () => {
  expect(queries([...gains, ...losses, ...others])).toEqual(["g1", "l1", "g2"]);
});

it("shows what there is, and never a probe or an unchanged query", () => {
  expect(queries([...gains.slice(0, 1), ...losses, ...others])).toEqual(["g1", "l1", "l2"]);
  expect(queries([...gains, ...others])).toEqual(["g1", "g2", "g3"]);
  expect(queries(others)).toEqual([]);
});
