import { readFileSync } from "node:fs";

/** Version of this package; `package.json` lies one folder above both the sources and `dist`. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
}
