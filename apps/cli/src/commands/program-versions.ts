import { readFileSync } from "node:fs";

/** Version of the program, from its package. */
export function programVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Versions that an experiment keeps. */
export function programVersions(): Record<string, string> {
  return { searchfit: programVersion(), node: process.versions.node };
}
