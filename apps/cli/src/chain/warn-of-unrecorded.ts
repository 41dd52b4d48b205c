import type { Terminal } from "../terminal/terminal.ts";
import { fileNames } from "./file-names.ts";

/** Tells of files that are not as a step left them: a model of the user's own, say. */
export function warnOfUnrecorded(files: readonly string[], terminal: Pick<Terminal, "warn">): void {
  if (files.length === 0) return;
  terminal.warn(
    `  Not as a step of this experiment left it, so nothing shows what it was made from: ${fileNames(files)}`,
  );
}
