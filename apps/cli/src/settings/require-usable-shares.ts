import { CliError } from "../cli-error.ts";
import type { Settings } from "./settings.ts";

/**
 * Stops where a split by these shares could not train, choose or judge, before anything is paid or trained.
 *
 * @throws {CliError} `INVALID_SETTINGS`.
 */
export function requireUsableShares({ split, judged }: Pick<Settings, "split" | "judged">): void {
  const { test, dev, known } = split;
  if (dev === 0)
    throw unusable("split.dev is 0: fine-tune picks its epoch by the dev queries.", {
      hint: "Set split.dev above 0; the default is 0.1.",
    });
  if (test + dev >= 1)
    throw unusable(`split.test (${test}) and split.dev (${dev}) leave nothing to train on.`, {
      hint: "Lower them; the defaults are 0.2 and 0.1.",
    });
  if (test === 0 && known === 0 && judged === null)
    throw unusable(
      "split.test and split.known are 0, and no queries are judged: nothing would compare the models.",
      {
        hint: "Set split.test above 0 (the default is 0.2), or give judged queries: --judged FOLDER.",
      },
    );
}

function unusable(message: string, options: { readonly hint: string }): CliError {
  return new CliError("INVALID_SETTINGS", message, options);
}
