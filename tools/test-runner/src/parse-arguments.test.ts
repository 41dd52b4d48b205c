import { expect, it } from "vitest";
import { parseArguments } from "./parse-arguments.ts";
import { stageNames } from "./stage.ts";

it("runs every stage when nothing is said", () => {
  expect(parseArguments([])).toEqual({ stages: stageNames, help: false });
});

it("leaves the slow tests out with --quick", () => {
  expect(parseArguments(["--quick"]).stages).toEqual(stageNames.filter((name) => name !== "slow"));
});

it("runs chosen stages in their own order", () => {
  expect(parseArguments(["--only", "python,unit"]).stages).toEqual(["unit", "python"]);
  expect(parseArguments(["--only", "slow", "--only", " unit"]).stages).toEqual(["unit", "slow"]);
});

it("names what there is when a stage or flag is unknown", () => {
  expect(() => parseArguments(["--only", "unit,nope"])).toThrow(
    'Unknown stage "nope". Stages: format, static,',
  );
  expect(() => parseArguments(["--fast"])).toThrow("--fast");
  expect(() => parseArguments(["--quick", "--only", "slow"])).toThrow("No stage is left");
});
