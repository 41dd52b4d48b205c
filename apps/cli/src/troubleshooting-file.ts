import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The page that explains errors: the one that the published package brings, else the repository's. */
export function troubleshootingFile(): string {
  const published = new URL("./troubleshooting.md", import.meta.url);
  return existsSync(published) ? fileURLToPath(published) : "docs/troubleshooting.md";
}
