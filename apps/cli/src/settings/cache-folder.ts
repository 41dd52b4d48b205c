import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "./read-environment.ts";

/**
 * Folder for what can be made again: the Python environment and base models.
 *
 * `SEARCHFIT_CACHE`, else `XDG_CACHE_HOME/searchfit`, else `~/.cache/searchfit`.
 */
export function cacheFolder(environment: Environment): string {
  if (environment.SEARCHFIT_CACHE !== undefined) return environment.SEARCHFIT_CACHE;
  return join(environment.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "searchfit");
}
