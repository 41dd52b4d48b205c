import { CommanderError, type Command } from "commander";
import { createProgram } from "./program.ts";
import { exitCodes } from "./reembed-error.ts";
import { reportFailure } from "./terminal/report-failure.ts";

/**
 * Runs one command line.
 *
 * @param argv Arguments after the program's name.
 * @returns The exit code.
 */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  const json = argv.includes("--json");
  const program = createProgram();
  for (const command of [program, ...program.commands]) quiet(command, json);
  try {
    await program.parseAsync([...argv], { from: "user" });
    return exitCodes.done;
  } catch (error) {
    if (error instanceof CommanderError) return endOfParsing(error, json);
    return reportFailure(error, { json });
  }
}

function quiet(command: Command, json: boolean): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) => {
      if (!json) write(text);
    },
  });
}

/** Commander has told the mistake already; with `--json` the document is still owed. */
function endOfParsing({ exitCode, code, message }: CommanderError, json: boolean): number {
  if (exitCode === 0) return exitCodes.done; // --help, --version
  const error = { code: "USAGE", message, hint: "See reembed --help." };
  if (json) process.stdout.write(`${JSON.stringify({ error }, null, 2)}\n`);
  else if (code !== "commander.help") process.stderr.write("Hint: see reembed --help.\n");
  return exitCodes.usage;
}
