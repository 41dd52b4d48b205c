import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One of the golden files beside this module. */
export function readGolden(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, "golden", name), "utf8"));
}

/** A map of an object's entries, for tests whose ids do not look like numbers. */
export function mapOf<Value>(entries: Readonly<Record<string, Value>>): Map<string, Value> {
  return new Map(Object.entries(entries));
}
