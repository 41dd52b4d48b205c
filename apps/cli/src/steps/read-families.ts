import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { splitFiles } from "./split-files.ts";

/** Product → family of near-duplicates, as `split` found them; products alone are not in it. */
export async function readFamilies(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, splitFiles.summary), "utf8");
  const { families } = JSON.parse(text) as { families: [string, string][] };
  const members = new Map(families);
  for (const family of new Set(members.values())) members.set(family, family);
  return members;
}
