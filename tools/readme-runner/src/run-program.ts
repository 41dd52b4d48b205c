import { spawn } from "node:child_process";

/** A program to run to its end. */
export interface Program {
  /** Name or path of the program. */
  readonly file: string;
  /** Its arguments. */
  readonly arguments: readonly string[];
  /** Folder to run it in. */
  readonly folder: string;
  /** Its environment variables. */
  readonly environment: NodeJS.ProcessEnv;
  /** After this long it is killed with everything that it has started. */
  readonly timeoutMs: number;
}

/** How a program ended. */
export interface ProgramResult {
  /** How it ended: "exit code 0", "signal SIGTERM", "no end after 60 s". */
  readonly end: string;
  /** Whether it ended by itself with exit code 0. */
  readonly ok: boolean;
  /** What it printed. */
  readonly stdout: string;
  /** What it printed to standard error. */
  readonly stderr: string;
}

/**
 * Runs a program without input in a process group of its own, which also ends with this process.
 *
 * @throws The system's error when the program cannot be started.
 */
export async function runProgram(program: Program): Promise<ProgramResult> {
  const child = spawn(program.file, program.arguments, {
    cwd: program.folder,
    env: program.environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => (printed[name] += text));
  }
  const killGroup = () => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    } catch {
      // The group has ended already.
    }
  };
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    killGroup();
  }, program.timeoutMs);
  process.once("exit", killGroup);
  try {
    const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (...how) => {
        resolve(how);
      });
    });
    const how = code === null ? `signal ${signal ?? "unknown"}` : `exit code ${code}`;
    const end = late ? `no end after ${program.timeoutMs / 1000} s` : how;
    return { end, ok: !late && code === 0, ...printed };
  } finally {
    clearTimeout(timer);
    process.off("exit", killGroup);
  }
}
