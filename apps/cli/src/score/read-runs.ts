import { parseTrecRun, type Run } from "@searchfit/ir-metrics";
import { inFile } from "./in-file.ts";
import { readText } from "./read-text.ts";

/**
 * Reads TREC runs. A run is called by its tag, or by its file where two have the same tag.
 *
 * @param paths Files, as the user named them.
 * @throws {CliError} `FILE_MISSING`, `INVALID_FILE` with every problem.
 */
export async function readRuns(paths: readonly string[]): Promise<readonly Run[]> {
  const runs: Run[] = [];
  for (const path of paths) {
    const text = await readText(path);
    runs.push(inFile(path, () => parseTrecRun(text)));
  }
  const tags = runs.map(({ name }) => name);
  if (new Set(tags).size === tags.length) return runs;
  return runs.map((run, index) => ({ ...run, name: paths[index] ?? run.name }));
}
