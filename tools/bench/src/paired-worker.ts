import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program of the other side that does a piece of work for each line it is sent. */
export interface PairedWorker<Answer> {
  /** What it answers before the first piece of work. */
  readonly ready: unknown;
  /** Has a piece of work done. */
  ask(line: string): Promise<Answer>;
  /** Ends it. */
  close(): void;
}

/** Starts a Python program that answers each line with a line of JSON; its errors are shown. */
export async function startPairedWorker<Answer>(
  python: string,
  words: readonly string[],
): Promise<PairedWorker<Answer>> {
  const child = spawn(python, words, { stdio: ["pipe", "pipe", "inherit"] });
  const failed = new Promise<never>((_, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`${python} ${words.join(" ")} ended with exit code ${String(code)}`));
    });
  });
  failed.catch(() => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value } = await Promise.race([lines.next(), failed]);
    return JSON.parse(String(value)) as unknown;
  };
  return {
    ready: await answer(),
    ask: async (line) => {
      child.stdin.write(`${line}\n`);
      return (await answer()) as Answer;
    },
    close: () => {
      child.stdin.end();
    },
  };
}
