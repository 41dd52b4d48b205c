import type { Command } from "commander";
import { addSettingFlags, type SettingFlags } from "./setting-flags.ts";

/** Flag of `fine-tune` that makes a job for another machine. */
export interface JobFlag {
  readonly jobOnly?: string;
}

/** Adds `--job-only` to the command `fine-tune`. */
export function addJobFlag(command: Command): Command {
  return command
    .option(
      "--job-only <folder>",
      "train nothing; write the training as a folder to run on another machine",
    )
    .addHelpText(
      "after",
      `
On a machine with a GPU:
  searchfit fine-tune --job-only job         then copy the folder there, and run in it:
  python -m searchfit_trainer .              then copy it back:
  searchfit adopt job`,
    );
}

/** Declares `adopt`. */
export function declareAdopt(program: Command): void {
  addSettingFlags(
    program
      .command("adopt")
      .description("take the result of a job that ran elsewhere, as if fine-tune had run")
      .argument("<folder>", "what fine-tune --job-only wrote, after it ran"),
  )
    .option("--json", "one JSON document on stdout")
    .addHelpText(
      "after",
      `
Every file is checked first; a job of other data or settings, or half a job, is refused.

Example:
  searchfit adopt job --experiment default && searchfit train --experiment default`,
    )
    .action(async (folder: string, flags: SettingFlags) => {
      const { adopt } = await import("./adopt.ts");
      await adopt(folder, flags);
    });
}
