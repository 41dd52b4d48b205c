import { expect, it } from "vitest";
import { keptSettings } from "./kept-settings.ts";
import { settingsSchema } from "./settings.ts";

const lastRun = { ...settingsSchema.parse({ training: { epochs: 1 } }), source: "csv:shop.csv" };

it("names what only the last run says, where it is no default", () => {
  expect(keptSettings(lastRun, {})).toEqual(["training.epochs 1"]);
});

it("is silent about defaults and about what is said again", () => {
  expect(keptSettings(lastRun, { training: { epochs: 2 } })).toEqual([]);
  expect(keptSettings(settingsSchema.parse({}), {})).toEqual([]);
  expect(keptSettings({}, {})).toEqual([]);
});
