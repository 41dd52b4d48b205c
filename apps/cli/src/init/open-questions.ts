import { createInterface } from "node:readline/promises";

/** Somebody at a terminal. */
export interface Questions {
  /** Their answer without blanks around it; `fallback` when they only press Enter. */
  ask(text: string, fallback: string): Promise<string>;
  /** Tells them something. */
  say(text: string): void;
  /** Ends the asking. */
  close(): void;
}

/**
 * Asks by lines of text.
 *
 * @param input Where the answers come from.
 * @param output Where the questions go.
 * @throws An `AbortError`, from `ask`, when the input ends (Ctrl-D) or is interrupted (Ctrl-C).
 */
export function openQuestions(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
): Questions {
  const lines = createInterface({ input, output });
  const ended = new AbortController();
  lines.once("close", () => {
    ended.abort();
  });
  return {
    ask: async (text, fallback) => {
      const answer = await lines.question(`${text} [${fallback}]: `, { signal: ended.signal });
      return answer.trim() === "" ? fallback : answer.trim();
    },
    say: (text) => void output.write(`${text}\n`),
    close: () => {
      lines.close();
    },
  };
}
