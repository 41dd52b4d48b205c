import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { splitFiles } from "./split-files.ts";

/**
 * Products whose texts training must never see: all of the groups that `split` put on the side of dev or
 * of test, those without queries included. Families are never divided, so no near-duplicate is left over.
 *
 * @param folder The experiment folder.
 */
export async function readHeldOutProducts(folder: string): Promise<ReadonlySet<string>> {
  const { assignment } = JSON.parse(await readFile(join(folder, splitFiles.summary), "utf8")) as {
    assignment: readonly { side: string; products: readonly string[] }[];
  };
  return new Set(assignment.flatMap(({ side, products }) => (side === "train" ? [] : products)));
}
