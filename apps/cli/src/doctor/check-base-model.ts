import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { resolveBaseModel } from "@searchfit/trainer-bridge";
import { hasExport } from "../judged/open-models.ts";
import type { Settings } from "../settings/settings.ts";
import { failed, missing, ok, type Check } from "./check.ts";

/** Which model is looked for, and where. */
export interface CheckBaseModelOptions {
  /** They name it. */
  readonly settings: Pick<Settings, "baseModel" | "precision">;
  /** Folder of what can be made again. */
  readonly cache: string;
  /** Folder that relative paths start from. */
  readonly folder: string;
}

const preparesItself =
  "Nothing to do: the first training takes it from the hub or the Python package.";

/** Looks for the base model with its ONNX export; nothing is fetched or made. */
export async function checkBaseModel(options: CheckBaseModelOptions): Promise<Check> {
  const { baseModel, precision } = options.settings;
  const place = resolve(options.folder, baseModel);
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory() === true) {
    if (hasExport(place, precision)) return ok("base model", place);
    const detail = `${place} has no ONNX export yet`;
    const fix = "Nothing to do: the first training makes one in the cache.";
    return missing("base model", { detail, fix, needed: false });
  }
  const cacheFolder = options.cache;
  const notThere = {
    detail: `${baseModel} is not in the cache`,
    fix: preparesItself,
    needed: false,
  };
  if (!existsSync(join(cacheFolder, "models"))) return missing("base model", notThere);
  try {
    const { folder } = await resolveBaseModel({
      environment: noPython,
      model: baseModel,
      cacheFolder,
    });
    return ok("base model", folder);
  } catch (error) {
    if ((error as { code?: unknown }).code === "MODEL_NOT_FOUND")
      return failed("base model", error);
    return missing("base model", notThere);
  }
}

/** An interpreter that is not there: the cache answers without one, and nothing can be fetched. */
const noPython = {
  python: "/nowhere/python",
  folder: "/nowhere",
  lockHash: "",
  version: "",
  trainerFolder: "/nowhere",
  variables: {},
};
