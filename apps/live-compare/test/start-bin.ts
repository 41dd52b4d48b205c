import { spawn } from "node:child_process";
import { join } from "node:path";

const bin = join(import.meta.dirname, "../bin/live-compare.js");

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
  /** Sends SIGINT. */
  readonly interrupt: () => void;
}

/** Starts live-compare as a process of its own, with only these variables and PATH. */
export function startBin(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd: string },
): StartedBin {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const ended = new Promise<BinEnd>((done) => {
    child.on("close", (code) => {
      done({ code, stdout, stderr });
    });
  });
  return { ended, interrupt: () => child.kill("SIGINT") };
}
