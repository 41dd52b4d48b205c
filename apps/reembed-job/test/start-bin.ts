import { join } from "node:path";
import { startProgram, type StartedProgram, type StartProgramOptions } from "./start-program.ts";

/** The program. */
export const bin = join(import.meta.dirname, "../bin/reembed.js");

/** Starts reembed as a process of its own, with only these variables and PATH. */
export function startBin(args: readonly string[], options: StartProgramOptions): StartedProgram {
  return startProgram([process.execPath, bin, ...args], options);
}
