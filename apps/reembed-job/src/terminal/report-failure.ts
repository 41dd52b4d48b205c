import { exitCodes } from "../reembed-error.ts";
import { troubleshootingFile } from "../troubleshooting-file.ts";
import { openTerminal } from "./terminal.ts";

/** Longest part of a message that is shown. */
const longestMessage = 2000;

interface ShapedError extends Error {
  readonly code: string;
  readonly hint?: string;
  readonly details?: unknown;
  readonly exitCode?: number;
}

/**
 * Tells a failure to the user and gives the exit code. Errors of the packages are known by their
 * shape, a code in capitals; anything else is a bug and is shown with its stack.
 */
export function reportFailure(error: unknown, options: { readonly json: boolean }): number {
  const terminal = openTerminal(options);
  if (isAbort(error)) {
    terminal.note("\nInterrupted. Run the same command again: it goes on from here.");
    terminal.document({ error: { code: "INTERRUPTED", message: "Interrupted by the user." } });
    return exitCodes.interrupted;
  }
  if (isShaped(error)) {
    terminal.note(`\nError: ${error.message.slice(0, longestMessage)}`);
    if (error.hint !== undefined) terminal.note(`Hint: ${error.hint}`);
    terminal.note(`More: ${troubleshootingFile()}, ${error.code}`);
    const { code, message, hint, details } = error;
    terminal.document({ error: { code, message, hint, details } });
    return error.exitCode ?? exitCodes.fixable;
  }
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.note(`\n${stack}\n\nThis is a bug of reembed; please report it with the lines above.`);
  terminal.document({ error: { code: "BUG", message: String(error) } });
  return exitCodes.bug;
}

function isShaped(error: unknown): error is ShapedError {
  if (!(error instanceof Error) || !("code" in error)) return false;
  const { code, name } = error;
  const isOurs = name !== "Error" && name !== "TypeError" && name !== "RangeError";
  return isOurs && typeof code === "string" && /^[A-Z][A-Z0-9_]+$/u.test(code);
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
