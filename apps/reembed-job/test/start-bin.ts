import { spawn } from "node:child_process";
import { join } from "node:path";

const bin = join(import.meta.dirname, "../bin/reembed.js");

/** How a program ended. */
export interface BinEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface StartedBin {
  /** How it ended, with all it printed. */
  readonly ended: Promise<BinEnd>;
  /** Resolves when it has printed this to stderr, or has ended. */
  readonly printed: (text: string) => Promise<void>;
  /** Sends a signal. */
  readonly signal: (name: "SIGINT" | "SIGKILL") => void;
}

/** How it is started. */
export interface StartBinOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What is typed. @default nothing, and the input ends */
  readonly input?: string;
}

/** Starts reembed as a process of its own, with only these variables and PATH. */
export function startBin(args: readonly string[], options: StartBinOptions): StartedBin {
  const child = spawn(process.execPath, [bin, ...args], {
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
  const ended = new Promise<BinEnd>((done) => {
    child.on("close", (code) => {
      done({ code, stdout, stderr });
    });
  });
  const printed = (text: string) =>
    new Promise<void>((done) => {
      const check = () => {
        if (stderr.includes(text)) done();
      };
      waiting.push(check);
      check();
      void ended.then(() => {
        done();
      });
    });
  return { ended, printed, signal: (name) => child.kill(name) };
}
