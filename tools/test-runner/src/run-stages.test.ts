import { expect, it } from "vitest";
import { runStages } from "./run-stages.ts";
import { oneFailed, onePassed, type Stage, type StageResult } from "./stage.ts";

const workspace = { root: "/", projects: [] };
const stage = (name: Stage["name"], run: () => Promise<StageResult>): Stage => ({
  name,
  title: `Title of ${name}`,
  run,
});

it("goes on after a failure and prints a heading and a time for each stage", async () => {
  let printed = "";
  const finished = await runStages(
    [
      stage("format", () => Promise.resolve(oneFailed("bad format"))),
      stage("unit", () => Promise.resolve(onePassed)),
    ],
    workspace,
    (text) => (printed += text),
  );
  expect(finished.map(({ name, result }) => [name, result.passed, result.failed])).toEqual([
    ["format", 0, 1],
    ["unit", 1, 0],
  ]);
  expect(printed).toContain(
    "=== format: Title of format ===\n--- format: 0 passed, 1 failed in 0.",
  );
  expect(printed).toContain("    bad format\n");
});

it("counts a stage that an earlier failure made senseless as failed, without running it", async () => {
  const blocks = ["slow"] as const;
  const finished = await runStages(
    [
      stage("python", () => Promise.resolve({ ...oneFailed("no Python"), blocks })),
      stage("slow", () => Promise.reject(new Error("ran"))),
    ],
    workspace,
    () => undefined,
  );
  expect(finished[1]?.result).toEqual(oneFailed("slow was not run: python failed"));
});

it("counts a stage that throws as failed", async () => {
  const run = () => Promise.reject(new Error("broke"));
  const [finished] = await runStages([stage("unit", run)], workspace, () => undefined);
  expect(finished?.result).toEqual(oneFailed("unit: Error: broke"));
});
