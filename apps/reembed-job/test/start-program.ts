import { spawn } from "node:child_process";

/** How a program ended. */
export interface ProgramEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface StartedProgram {
  /** How it ended, with all it printed. */
  readonly ended: Promise<ProgramEnd>;
  /** Resolves when it has printed this to stderr, or has ended; gives what it has printed there. */
  readonly printed: (text: string | RegExp) => Promise<string>;
  /** Sends a signal. */
  readonly signal: (name: "SIGINT" | "SIGKILL") => void;
}

/** How it is started. */
export interface StartProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What is typed. @default nothing, and the input ends */
  readonly input?: string;
}

/** Starts a program as a process of its own, with only these variables and PATH. */
export function startProgram(
  [program, ...args]: readonly [string, ...string[]],
  options: StartProgramOptions,
): StartedProgram {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => undefined);
  child.stdin.end(options.input ?? "");
  let [stdout, stderr] = ["", ""];
  const waiting: (() => void)[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
    for (const check of waiting) check();
  });
  const ended = new Promise<ProgramEnd>((done, failed) => {
    child.on("error", failed);
    child.on("close", (code) => {
      done({ code, stdout, stderr });
    });
  });
  const printed = (text: string | RegExp) =>
    new Promise<string>((done) => {
      const check = () => {
        const isThere = typeof text === "string" ? stderr.includes(text) : text.test(stderr);
        if (isThere) done(stderr);
      };
      waiting.push(check);
      check();
      void ended.then(() => {
        done(stderr);
      });
    });
  return { ended, printed, signal: (name) => child.kill(name) };
}
