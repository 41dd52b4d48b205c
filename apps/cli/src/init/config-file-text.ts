import type { WrittenSettings } from "../settings/settings.ts";

/** Forms of a configuration file. */
export type ConfigFormat = "ts" | "json";

/** Settings as the text of `searchfit.config.ts` or `.json`. */
export function configFileText(settings: WrittenSettings, format: ConfigFormat): string {
  const json = JSON.stringify(settings, null, 2);
  if (format === "json") return `${json}\n`;
  const literal = json.replaceAll(/^( *)"(\w+)":/gmu, "$1$2:").replaceAll(/(["\d}])$/gmu, "$1,");
  return `// Every setting and its default: docs/settings.md; flags win over this file.
import type { SearchfitConfig } from "searchfit";

export default ${literal.replace(/,$/u, "")} satisfies SearchfitConfig;
`;
}
