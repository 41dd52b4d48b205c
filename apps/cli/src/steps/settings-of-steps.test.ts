import type { StepRecord } from "@searchfit/experiment-store";
import { expect, it } from "vitest";
import { joinSettings } from "../settings/resolve-settings.ts";
import { settingsOfSteps } from "./settings-of-steps.ts";

const settings = joinSettings({ seed: 7, training: { epochs: 9, batchSize: 8 } }, {}, {});
const record = (name: string, more: Partial<StepRecord>): StepRecord => ({
  ...{ name, fingerprint: "", finishedAt: "", seconds: 1, inputs: [], outputs: [], summary: null },
  ...more,
});

it("takes what the steps ran with from their records", () => {
  const steps = [
    record("split", { config: { test: 0.3, dev: 0.1, known: 0, seed: 42, judged: false } }),
    record("baseline", { config: { precision: "fp32" }, summary: { model: "own/base" } }),
    record("fine-tune", {
      config: { epochs: 2, batchSize: 64, seed: 5, base: "f", device: "cpu" },
    }),
    record("evaluate", { config: { precision: "int8", general: null } }),
  ];
  const found = settingsOfSteps(settings, { steps });
  expect(found).toMatchObject({
    ...{ seed: 42, trainingSeed: 5, baseModel: "own/base", precision: "int8" },
    split: { test: 0.3, dev: 0.1, known: 0 },
    training: { epochs: 2, batchSize: 64, learningRate: 2e-5 },
  });
  expect(Object.keys(found.split)).toEqual(["test", "dev", "known"]);
});

it("keeps the settings where records do not say", () => {
  const steps = [record("split", {}), record("fine-tune", {})];
  expect(settingsOfSteps(settings, { steps })).toEqual({ ...settings, trainingSeed: 7 });
});
