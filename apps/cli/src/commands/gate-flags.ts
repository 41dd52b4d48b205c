import type { Command } from "commander";

/** Flags of the commands that check quality gates. */
export interface GateFlags {
  readonly comment?: string;
  readonly junit?: string;
}

/** Adds `--comment` and `--junit`. */
export function addGateFlags(command: Command): Command {
  return command
    .option("--comment <file>", "write the verdict as a comment for a pull request (Markdown)")
    .option("--junit <file>", "write the quality gates as tests for a CI (JUnit XML)");
}
