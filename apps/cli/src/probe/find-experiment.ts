import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readManifest } from "@searchfit/experiment-store";
import { CliError } from "../cli-error.ts";
import { readConfigFile } from "../settings/read-config-file.ts";
import { settingsSchema, type Settings } from "../settings/settings.ts";
import { productsFile } from "../steps/catalogue.ts";
import { finetunedFile } from "../steps/evaluate.ts";
import { vectorsFile } from "../steps/measure-model.ts";

/** An experiment that was run to its vectors. */
export interface FoundExperiment {
  /** Its folder. */
  readonly folder: string;
  /** Settings that it was last run with. */
  readonly settings: Settings;
}

/** Which experiment is wanted. */
export interface FindExperimentOptions {
  /** Its name; the configuration file's, or `default`. */
  readonly experiment?: string;
  /** A configuration file other than the folder's. */
  readonly config?: string;
}

/**
 * Finds an experiment's folder and settings. It is read without its lock: searching what is there
 * may go on while a training does.
 *
 * @throws {CliError} `EXPERIMENT_INCOMPLETE` when it is not there, or has no vectors of both models.
 */
export async function findExperiment(options: FindExperimentOptions): Promise<FoundExperiment> {
  const file = await readConfigFile(process.cwd(), options.config);
  const { experiment, experimentsFolder } = settingsSchema.parse(file);
  const name = options.experiment ?? experiment;
  const folder = resolve(experimentsFolder, name);
  const manifest = await readManifest(join(folder, "manifest.json"));
  const hint = `Run it: searchfit train --experiment ${name}`;
  if (manifest === undefined) {
    throw new CliError("EXPERIMENT_INCOMPLETE", `There is no experiment at ${folder}.`, { hint });
  }
  const sides = ["baseline", "finetuned"] as const;
  const vectors = sides.map((side) => vectorsFile(side, "content"));
  const missing = [productsFile, ...vectors, finetunedFile].filter(
    (path) => !existsSync(join(folder, path)),
  );
  if (missing.length > 0) {
    throw new CliError(
      "EXPERIMENT_INCOMPLETE",
      `The experiment at ${folder} has not come to its end: ${missing.join(", ")} missing.`,
      { hint, details: missing },
    );
  }
  return { folder, settings: manifest.config as unknown as Settings };
}
