import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";

/** Beside the built package's code, and from the sources in the workspace. */
const places = ["./python", "../../../python"];

/**
 * The folder that holds `searchfit_trainer` and its locks: the given one, else the one that comes
 * with the package, else the workspace's.
 *
 * @throws {TrainerBridgeError} `TRAINER_FOLDER_INCOMPLETE`.
 */
export async function findTrainerFolder(given: string | undefined): Promise<string> {
  const folders =
    given === undefined
      ? places.map((place) => fileURLToPath(new URL(place, import.meta.url)))
      : [resolve(given)];
  for (const folder of folders) {
    const main = await stat(join(folder, "searchfit_trainer", "__main__.py")).catch(
      () => undefined,
    );
    if (main?.isFile() === true) return folder;
  }
  throw new TrainerBridgeError({
    code: "TRAINER_FOLDER_INCOMPLETE",
    message: `Expected searchfit_trainer/__main__.py in ${folders.join(" or ")}, got nothing.`,
    hint:
      given === undefined
        ? "Install @searchfit/trainer-bridge again."
        : "Leave trainerFolder out to take the trainer that comes with the package.",
    details: { folders },
  });
}
