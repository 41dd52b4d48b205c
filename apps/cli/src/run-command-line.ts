import { CommanderError } from "commander";
import { exitCodes } from "./cli-error.ts";
import { ExitWithCode } from "./exit-with-code.ts";
import { createProgram } from "./program.ts";
import { reportFailure } from "./terminal/report-failure.ts";

/**
 * Runs one command line.
 *
 * @param argv Arguments after the program's name.
 * @returns The exit code.
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync([...argv], { from: "user" });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return usageCode(error, argv);
    if (error instanceof ExitWithCode) return error.exitCode;
    return reportFailure(error, { json: argv.includes("--json") });
  }
}

/** Commander has told the mistake already; with `--json` the document is still owed. */
function usageCode(error: CommanderError, argv: readonly string[]): number {
  if (error.exitCode === 0) return exitCodes.done;
  if (argv.includes("--json")) {
    const document = { error: { code: "USAGE", message: error.message.replace(/^error: /u, "") } };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }
  return exitCodes.usage;
}
