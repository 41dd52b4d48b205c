import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ConfigFormat } from "./config-file-text.ts";

/**
 * The form of configuration file that Node reads in a folder without a word: TypeScript with
 * `export default`, unless the nearest package.json does not say that files there are ES modules.
 */
export function configFormat(folder: string): ConfigFormat {
  const file = join(folder, "package.json");
  if (existsSync(file)) return isModule(file) ? "ts" : "json";
  return dirname(folder) === folder ? "ts" : configFormat(dirname(folder));
}

function isModule(file: string): boolean {
  try {
    const { type } = JSON.parse(readFileSync(file, "utf8")) as { type?: unknown };
    return type === "module";
  } catch {
    return false;
  }
}
