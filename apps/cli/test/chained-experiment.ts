import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { hashPath, type Json } from "@searchfit/experiment-store";
import { settingsSchema } from "../src/settings/settings.ts";

/** A step of such an experiment. */
export interface ChainedStep {
  /** Its name. */
  readonly name: string;
  /** Files and folders that it read, which steps before it made. */
  readonly inputs?: readonly string[];
  /** Files that it made, with their texts; folders, with their files. */
  readonly outputs: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** What it ran with. */
  readonly config?: Json;
  /** What it says about itself; without it, a report tells nothing of the step. */
  readonly summary?: Json;
}

/**
 * Writes the folder of an experiment whose steps ran in this order and left these files and records;
 * a step that ran twice has the record of its second time.
 */
export async function writeChainedExperiment(
  folder: string,
  chain: readonly ChainedStep[],
): Promise<void> {
  const steps = new Map<string, object>();
  for (const step of chain) {
    for (const [path, made] of Object.entries(step.outputs)) write(join(folder, path), made);
    steps.set(step.name, await recordOf(folder, step));
  }
  const settings = { source: "jsonl:p.jsonl", queries: "recorded:q", judged: null };
  const config = { ...settingsSchema.parse({ evaluate: { generalDataset: null } }), ...settings };
  const manifest = { schemaVersion: 1, id: "any", config, seed: 42, versions: {}, hardware: {} };
  write(join(folder, "manifest.json"), JSON.stringify({ ...manifest, steps: [...steps.values()] }));
}

async function recordOf(folder: string, step: ChainedStep): Promise<object> {
  const { name, inputs = [], outputs, config = null, summary } = step;
  const artifactsOf = (paths: readonly string[]) =>
    Promise.all(paths.map(async (path) => ({ path, ...(await hashPath(join(folder, path))) })));
  return {
    ...{ name, config, summary, fingerprint: "", finishedAt: "2026-11-20T08:00:00.000Z" },
    ...{ seconds: 1, inputs: await artifactsOf(inputs) },
    outputs: await artifactsOf(Object.keys(outputs)),
  };
}

function write(path: string, made: ChainedStep["outputs"][string]): void {
  if (typeof made === "string") {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, made);
    return;
  }
  for (const [name, text] of Object.entries(made)) write(join(path, name), text);
}
