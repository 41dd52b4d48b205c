import { readFileSync } from "node:fs";

/** Version of the program, from its package. */
export function programVersion(): string {
  // From the sources two folders up, from the built program one.
  const place = import.meta.url.endsWith(".ts") ? "../../package.json" : "../package.json";
  const text = readFileSync(new URL(place, import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Versions that an experiment keeps. */
export function programVersions(): Record<string, string> {
  return { searchfit: programVersion(), node: process.versions.node };
}
