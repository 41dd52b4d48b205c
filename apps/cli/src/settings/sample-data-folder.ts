import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * Folder of the sample catalogue: the workspace's, or the copy inside the published package.
 */
export function sampleDataFolder(): string {
  const places = ["../../../../sample-data", "./sample-data"];
  const found = places
    .map((place) => fileURLToPath(new URL(place, import.meta.url)))
    .find((place) => existsSync(place));
  if (found === undefined) throw new Error("The sample data is not beside the program.");
  return found;
}
