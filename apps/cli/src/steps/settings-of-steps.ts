import type { ExperimentManifest, Json, StepRecord } from "@searchfit/experiment-store";
import type { Settings } from "../settings/settings.ts";

/** Settings as steps ran with them; a seed of its own for the training. */
export interface SettingsOfSteps extends Settings {
  /** Seed of the training, which may be another one than the split's. */
  readonly trainingSeed: number;
}

/**
 * The settings that the finished steps ran with, where their records say so; else those that are given.
 * A step that is run alone may have others than those before it.
 */
export function settingsOfSteps(
  settings: Settings,
  { steps }: Pick<ExperimentManifest, "steps">,
): SettingsOfSteps {
  const split = configOf(steps, "split");
  const training = configOf(steps, "fine-tune");
  const seed = numberOf(split.seed) ?? settings.seed;
  const precision = configOf(steps, "evaluate").precision ?? configOf(steps, "baseline").precision;
  const { model } = valuesOf(stepOf(steps, "baseline")?.summary);
  return {
    ...settings,
    seed,
    baseModel: typeof model === "string" ? model : settings.baseModel,
    trainingSeed: numberOf(training.seed) ?? seed,
    split: replaced(settings.split, split),
    training: replaced(settings.training, training),
    precision: precision === "int8" || precision === "fp32" ? precision : settings.precision,
  };
}

type Values = Readonly<Record<string, Json | undefined>>;

function stepOf(steps: readonly StepRecord[], name: string): StepRecord | undefined {
  return steps.find((step) => step.name === name);
}

function configOf(steps: readonly StepRecord[], name: string): Values {
  return valuesOf(stepOf(steps, name)?.config);
}

function valuesOf(json: Json | undefined): Values {
  return typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Values) : {};
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** A group of settings with the values that a step ran with; what else the step depends on is left out. */
function replaced<Group extends object>(group: Group, config: Values): Group {
  const known = Object.entries(config).filter(([key]) => key in group);
  return { ...group, ...Object.fromEntries(known) };
}
