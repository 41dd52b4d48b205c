import { CliError, exitCodes } from "../cli-error.ts";
import type { ImportDatasetFlags } from "./import-dataset.ts";
import type { ImportFlags } from "./import-products.ts";

/** Flags that only one of the two imports has. */
const ofFile = ["as", "from", "out", "products"] as const;
const ofDatabase = [
  ...(["columns", "html", "table"] as const),
  ...(["baseModel", "python", "threads", "config"] as const),
] as const;

/** Imports a file into another format, or with `--source` into the database. */
export async function runImport(
  file: string | undefined,
  flags: ImportDatasetFlags & Partial<ImportFlags>,
): Promise<void> {
  const { source } = flags;
  if ((file === undefined) === (source === undefined))
    throw usage("Expected either a file or --source, got both or neither.");
  const alien = (file === undefined ? ofFile : ofDatabase).find(
    (name) => flags[name] !== undefined,
  );
  if (alien !== undefined)
    throw usage(
      `--${alien.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)} does not go with ${file === undefined ? "--source" : "a file"}.`,
    );
  if (file !== undefined) {
    const { importDataset } = await import("./import-dataset.ts");
    await importDataset(file, flags);
  } else if (source !== undefined) {
    const { importProducts } = await import("./import-products.ts");
    await importProducts({ ...flags, source });
  }
}

function usage(message: string): CliError {
  return new CliError("USAGE", message, {
    hint: "searchfit import --help has examples of both.",
    exitCode: exitCodes.usage,
  });
}
