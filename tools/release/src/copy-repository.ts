import { cp } from "node:fs/promises";
import { basename, relative } from "node:path";

/** What a clone would not have, except for the built `dist` folders. */
const leftOut = new Set([
  ".git",
  ".nx",
  ".searchfit",
  "experiments",
  "node_modules",
  "test-reports",
]);

/** Copies the working tree with what has been built in it, without what is installed. */
export async function copyRepository(root: string, copy: string): Promise<void> {
  await cp(root, copy, {
    recursive: true,
    filter: (path) => relative(root, path) === "" || !leftOut.has(basename(path)),
  });
}
