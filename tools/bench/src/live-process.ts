import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/** A process of this folder that answers messages one at a time. */
export interface LiveProcess {
  /** Sends a command; resolves with the answer. */
  readonly ask: <T>(command: string) => Promise<T>;
  /** Ends it. */
  readonly end: () => Promise<void>;
}

/** What {@link startLiveProcess} is told. */
export interface LiveProcessOptions {
  /** Arguments of the program. */
  readonly args?: readonly string[];
  /** Called for what the process tells of itself. */
  readonly onTold?: (text: string) => void;
}

type Message = { readonly answer: unknown } | { readonly told: string };

/** Starts a program of this folder. */
export function startLiveProcess(file: string, options: LiveProcessOptions = {}): LiveProcess {
  const child = fork(join(import.meta.dirname, file), [...(options.args ?? [])], {
    execArgv: ["--conditions=@searchfit/source"],
  });
  const ended = once(child, "exit");
  child.on("message", (message: Message) => {
    if ("told" in message) options.onTold?.(message.told);
  });
  return {
    ask: <T>(command: string) =>
      new Promise<T>((resolve, reject) => {
        const listen = (message: Message) => {
          if (!("answer" in message)) return;
          child.off("message", listen).off("exit", failed);
          resolve(message.answer as T);
        };
        const failed = (code: number | null) => {
          reject(new Error(`${file} ended with ${code ?? "a signal"} during "${command}".`));
        };
        child.on("message", listen).once("exit", failed);
        child.send(command);
      }),
    end: async () => {
      child.disconnect();
      await ended;
    },
  };
}

/** Answers the commands of the process that started this one; ends with it. */
export function answerCommands(answer: (command: string) => Promise<unknown>): void {
  process.on("message", (command: string) => {
    void answer(command).then(
      (result) => process.send?.({ answer: result ?? null }),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? "") : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.on("disconnect", () => process.exit(0));
}

/** Tells the process that started this one something. */
export function tell(text: string): void {
  process.send?.({ told: text });
}
