import { CommanderError, type Command } from "commander";
import { packageVersion } from "../package-version.ts";
import { describeFailure } from "./describe-failure.ts";
import { liveCompareCommand } from "./flags.ts";

/** Runs live-compare with these arguments; resolves with the exit code. */
export async function runProgram(args: readonly string[]): Promise<number> {
  const json = args.includes("--json");
  const interrupt = new AbortController();
  process.once("SIGINT", () => {
    interrupt.abort();
  });
  // The work is loaded only when it is done, so that --help is quick.
  const program = liveCompareCommand(packageVersion(), {
    capture: async (flags) => {
      const { runCapture } = await import("./run-capture.ts");
      await runCapture(flags, interrupt.signal);
    },
    diff: async (files, flags) => {
      const { runDiff } = await import("./run-diff.ts");
      await runDiff(files, flags);
    },
    interleave: async (files, flags) => {
      const { runInterleave } = await import("./run-interleave.ts");
      await runInterleave(files, flags);
    },
  });
  for (const command of [program, ...program.commands]) quiet(command, json);
  try {
    await program.parseAsync(args, { from: "user" });
    return 0;
  } catch (error) {
    return endWith(error, { json, interrupted: interrupt.signal.aborted });
  }
}

function quiet(command: Command, json: boolean): void {
  command.exitOverride().configureOutput({
    outputError: (text, write) => {
      if (!json) write(text);
    },
  });
}

function endWith(
  error: unknown,
  { json, interrupted }: { readonly json: boolean; readonly interrupted: boolean },
): number {
  if (interrupted) {
    process.stderr.write("Interrupted; no results were written.\n");
    return 130;
  }
  if (error instanceof CommanderError) return endOfParsing(error, json);
  const { exitCode, text, document } = describeFailure(error);
  if (json) process.stdout.write(`${JSON.stringify(document)}\n`);
  else process.stderr.write(text);
  return exitCode;
}

function endOfParsing({ exitCode, code, message }: CommanderError, json: boolean): number {
  if (exitCode === 0) return 0; // --help, --version
  const error = { code: "USAGE", message, hint: "See live-compare --help." };
  if (json) process.stdout.write(`${JSON.stringify({ error })}\n`);
  else if (code !== "commander.help") process.stderr.write("Hint: see live-compare --help.\n");
  return 2;
}
