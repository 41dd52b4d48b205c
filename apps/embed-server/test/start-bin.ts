import { spawn } from "node:child_process";
import { join } from "node:path";

const bin = join(import.meta.dirname, "../bin/embed-server.js");

/** A program that runs. */
export interface StartedBin {
  /** The first line on stdout; rejects when the program ends without one. */
  readonly firstLine: Promise<string>;
  /** How it ended, with all it printed. */
  readonly ended: Promise<BinEnd>;
  /** Sends a signal. */
  readonly signal: (name: "SIGTERM" | "SIGINT" | "SIGKILL") => void;
}

/** How a program ended. */
export interface BinEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts embed-server as a process of its own, with only these variables and PATH. */
export function startBin(
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly cwd?: string } = {},
): StartedBin {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd ?? import.meta.dirname,
    env: { PATH: process.env.PATH, ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  const { promise: firstLine, resolve, reject } = Promise.withResolvers<string>();
  firstLine.catch(() => undefined);
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    stdout += chunk;
    const end = stdout.indexOf("\n");
    if (end >= 0) resolve(stdout.slice(0, end));
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  const ended = new Promise<BinEnd>((done) => {
    child.on("close", (code) => {
      reject(new Error(`ended with ${String(code)} before a line came: ${stderr}`));
      done({ code, stdout, stderr });
    });
  });
  return { firstLine, ended, signal: (name) => child.kill(name) };
}
