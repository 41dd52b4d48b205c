export { runCommandLine } from "./run-command-line.ts";
export type { WrittenSettings as SearchfitConfig } from "./settings/settings.ts";
