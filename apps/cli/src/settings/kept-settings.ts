import { isDeepStrictEqual } from "node:util";
import { settingsSchema, type WrittenSettings } from "./settings.ts";

/** Where these come from is said by the steps themselves. */
const notTold = new Set(["experiment", "experimentsFolder", "source", "queries", "judged"]);

/**
 * Settings that only the experiment's last run says, and that are not the defaults: what a person who
 * runs it again may not have in mind.
 *
 * @param kept What the experiment was last run with.
 * @param said What flags, environment and configuration file say now.
 * @returns Such as `["training.epochs 1"]`.
 */
export function keptSettings(kept: WrittenSettings, said: WrittenSettings): readonly string[] {
  const defaults = flattened(settingsSchema.parse({}));
  const now = flattened(said);
  return [...flattened(kept)]
    .filter(([path]) => !notTold.has(path) && !now.has(path))
    .filter(([path, value]) => !isDeepStrictEqual(value, defaults.get(path)))
    .map(([path, value]) => `${path} ${JSON.stringify(value)}`);
}

/** Path → value, such as `training.epochs` → 3. */
function flattened(settings: object, before = ""): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [key, value] of Object.entries(settings)) {
    if (value === undefined) continue;
    const path = `${before}${key}`;
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      for (const [inner, one] of flattened(value as object, `${path}.`)) found.set(inner, one);
    else found.set(path, value);
  }
  return found;
}
