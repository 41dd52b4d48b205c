import { CommanderError } from "commander";
import { packageVersion } from "../package-version.ts";
import { describeFailure } from "./describe-failure.ts";
import { serveCommand, type ServeFlags } from "./flags.ts";

/** Runs embed-server with these arguments; resolves with the exit code when it has stopped. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  const command = serveCommand(packageVersion())
    .exitOverride()
    .configureOutput({ outputError: (text, write) => (json ? undefined : write(text)) });
  try {
    command.parse(args, { from: "user" });
    // Loaded only now, so that --help need not wait for the model's runtime.
    const { serve } = await import("./serve.ts");
    return await serve(command.opts<ServeFlags & Record<string, unknown>>());
  } catch (error) {
    if (error instanceof CommanderError) return endOfParsing(error, json);
    const { exitCode, text, document } = describeFailure(error);
    if (json) process.stdout.write(`${JSON.stringify(document)}\n`);
    else process.stderr.write(text);
    return exitCode;
  }
}

function endOfParsing({ exitCode, message }: CommanderError, json: boolean): number {
  if (exitCode === 0) return 0; // --help, --version
  const error = { code: "USAGE", message, hint: "See embed-server --help." };
  if (json) process.stdout.write(`${JSON.stringify({ error })}\n`);
  else process.stderr.write(`Hint: see embed-server --help.\n`);
  return 2;
}
