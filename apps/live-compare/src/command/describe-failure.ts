import { troubleshootingFile } from "../troubleshooting-file.ts";

/** A failure of the program as it is printed. */
export interface DescribedFailure {
  /** Exit code. */
  readonly exitCode: 1 | 70;
  /** Text for stderr. */
  readonly text: string;
  /** Document for stdout with `--json`. */
  readonly document: object;
}

/**
 * A failure in words: message, hint and its entry in docs/troubleshooting.md where the error has a
 * code, else all there is, as a bug.
 */
export function describeFailure(error: unknown): DescribedFailure {
  if (isExpected(error)) {
    const { code, message, hint, details } = error;
    const advice = hint === undefined ? "" : `Hint: ${hint}\n`;
    return {
      exitCode: 1,
      text: printable(`${message}\n${advice}More: ${troubleshootingFile()}, ${code}\n`),
      document: { error: { code, message, hint, details } },
    };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    exitCode: 70,
    text: printable(`${text}\nThis is a bug in live-compare; please report it.\n`),
    document: { error: { code: "BUG", message: String(error), hint: "Please report it." } },
  };
}

/** Messages quote what servers said: control and direction characters are taken out. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, (character) => (character === "\n" ? "\n" : ""));
}

/** The shape of our packages' errors: a code and a hint, whatever class they are. */
function isExpected(error: unknown): error is Error & {
  readonly code: string;
  readonly hint: string | undefined;
  readonly details?: unknown;
} {
  return (
    error instanceof Error && "code" in error && typeof error.code === "string" && "hint" in error
  );
}
