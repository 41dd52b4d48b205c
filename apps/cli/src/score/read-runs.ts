import { basename } from "node:path";
import { readRun, type Run } from "@searchfit/ir-metrics";
import { fileBytes } from "./file-bytes.ts";
import { inFile } from "./in-file.ts";

/**
 * Reads runs in TREC's format or ranx' JSON. A run is called by its tag, a JSON file by its name,
 * and all by their files where two would have the same name.
 *
 * @param paths Files, as the user named them.
 * @throws {CliError} `FILE_MISSING`, `INVALID_FILE` with every problem.
 */
export async function readRuns(paths: readonly string[]): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const path of paths) {
    const named = /\.json(?:\.gz)?$/u.test(path)
      ? { name: basename(path).replace(/\.json(?:\.gz)?$/u, "") }
      : {};
    runs.push(await inFile(path, () => readRun(fileBytes(path), named)));
  }
  const names = runs.map(({ name }) => name);
  if (new Set(names).size === names.length) return runs;
  return runs.map((run, index) => ({ ...run, name: paths[index] ?? run.name }));
}
