import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { splitFiles } from "./split-files.ts";

/**
 * Product → the group that `split` put on one side as a whole: families of near-duplicates, and
 * products that share a query. Empty where an experiment does not tell.
 *
 * @param folder The experiment folder.
 */
export async function readGroups(folder: string): Promise<ReadonlyMap<string, string>> {
  const file = join(folder, splitFiles.summary);
  if (!existsSync(file)) return new Map();
  const { assignment = [] } = JSON.parse(await readFile(file, "utf8")) as {
    assignment?: readonly { id: string; products: readonly string[] }[];
  };
  return new Map(
    assignment.flatMap(({ id, products }) => products.map((product) => [product, id] as const)),
  );
}
