import { createInterface } from "node:readline";
import { ReembedError } from "../reembed-error.ts";
import type { Terminal } from "./terminal.ts";

/** What has to be confirmed. */
export interface Confirmation {
  /** What will happen, a sentence a line. */
  readonly consequences: readonly string[];
  /** Whether `--yes` was given. */
  readonly yes: boolean;
  /** Stops waiting for an answer. */
  readonly signal: AbortSignal;
}

/**
 * Names the consequences and waits for a typed "yes", unless `--yes` was given.
 *
 * @throws {ReembedError} `NOT_CONFIRMED` for any other answer, and where nobody answers.
 */
export async function confirm(terminal: Terminal, confirmation: Confirmation): Promise<void> {
  for (const line of confirmation.consequences) terminal.warn(line);
  if (confirmation.yes) return;
  process.stderr.write("Type 'yes' to proceed: ");
  const answer = await readLine(confirmation.signal);
  confirmation.signal.throwIfAborted();
  if (answer?.trim().toLowerCase() === "yes") return;
  const came = answer === undefined ? "no answer" : JSON.stringify(answer.slice(0, 200));
  throw new ReembedError("NOT_CONFIRMED", `Expected "yes", got ${came}; nothing was changed.`, {
    hint: "Type yes, or give --yes where nobody is there to type.",
  });
}

/** The next line of standard input; undefined at its end. */
function readLine(signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    const input = process.stdin;
    const lines = createInterface({ input, terminal: false });
    const close = () => {
      lines.close();
    };
    signal.addEventListener("abort", close, { once: true });
    lines.once("line", (line) => {
      resolve(line);
      lines.close();
    });
    lines.once("close", () => {
      signal.removeEventListener("abort", close);
      input.destroy(); // nothing else is read, and an open terminal would keep the process alive
      resolve(undefined);
    });
  });
}
