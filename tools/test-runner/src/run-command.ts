import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { followFile } from "./follow-file.ts";
import { openOutput, type Screen } from "./open-output.ts";

/** A command of a stage. */
export interface Command {
  /** Program and arguments. */
  readonly line: readonly [file: string, ...rest: string[]];
  /** Folder to run it in: the repository root. */
  readonly root: string;
  /** Environment variables beside this process's own. */
  readonly environment?: Readonly<Record<string, string>>;
  /** After this long it is stopped with everything that it has started. @default 30 */
  readonly timeoutMinutes?: number;
  /** Takes the output as it comes. @default this process's standard output */
  readonly screen?: Screen;
}

/** How a command ended. */
export interface CommandResult {
  /** Its exit code; 128 + signal number when a signal ended it. */
  readonly exitCode: number;
  /** Standard output and error as they came (to about a twentieth of a second), without colours. */
  readonly output: string;
  /** Standard output alone. */
  readonly stdout: string;
  /** Whether it was stopped because it took too long. */
  readonly timedOut: boolean;
}

const silenceMs = 60_000;

/**
 * Runs a command without input, showing its output soon after it came.
 *
 * It runs in a process group of its own that ends with it and with this process; a line is printed each minute
 * in which the command prints nothing. It writes to files, not to pipes: what a Node program has not got rid of into
 * a full pipe is lost when it calls `process.exit`, as Nx does after many cached tasks.
 *
 * @returns How it ended; exit code 127 when it could not be started.
 */
export async function runCommand(command: Command): Promise<CommandResult> {
  const [file] = command.line;
  const output = openOutput(command.screen ?? process.stdout);
  const started = performance.now();
  const printed = { stdout: "", all: "" };
  const show = (text: string, isStdout: boolean) => {
    output.write(text);
    printed.all += text;
    if (isStdout) printed.stdout += text;
    heartbeat.refresh();
  };
  const heartbeat = setInterval(() => {
    const seconds = Math.round((performance.now() - started) / 1000);
    output.write(`… ${file.split("/").at(-1) ?? file} still runs (${seconds} s)\n`);
  }, silenceMs);
  const { exitCode, timedOut } = await runIntoFiles(command, show);
  clearInterval(heartbeat);
  if (timedOut)
    show(`Stopped: it took longer than ${command.timeoutMinutes ?? 30} minutes.\n`, false);
  output.end();
  const all = stripVTControlCharacters(printed.all);
  return { exitCode, output: all, stdout: printed.stdout, timedOut };
}

/** Runs it with two files for its output, and hands on what comes to stand in them. */
async function runIntoFiles(
  command: Command,
  show: (text: string, isStdout: boolean) => void,
): Promise<Pick<CommandResult, "exitCode" | "timedOut">> {
  const folder = mkdtempSync(join(tmpdir(), "searchfit-command-"));
  const open = (name: string, isStdout: boolean) => {
    const handle = openSync(join(folder, name), "a");
    const followed = followFile(join(folder, name), (text) => {
      show(text, isStdout);
    });
    return { handle, followed };
  };
  const [stdout, stderr] = [open("stdout", true), open("stderr", false)];
  const child = start(command, [stdout.handle, stderr.handle]);
  const ended = waitForEnd(child).catch((error: unknown) => {
    show(`${(error as Error).message}\n`, false);
    return 127;
  });
  const timedOut = await stopInTime(child.pid, ended, command.timeoutMinutes ?? 30);
  for (const { handle, followed } of [stdout, stderr]) {
    followed.end();
    closeSync(handle);
  }
  rmSync(folder, { recursive: true, force: true });
  return { exitCode: await ended, timedOut };
}

function start(command: Command, [stdout, stderr]: readonly [number, number]): ChildProcess {
  const [file, ...rest] = command.line;
  return spawn(file, rest, {
    cwd: command.root,
    env: childEnvironment(command),
    stdio: ["ignore", stdout, stderr],
    detached: true,
  });
}

async function waitForEnd(child: ChildProcess): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Waits for the end; stops the process group after the given time, or when this process ends. */
async function stopInTime(
  pid: number | undefined,
  ended: Promise<number>,
  minutes: number,
): Promise<boolean> {
  const killGroup = (signal: NodeJS.Signals) => {
    try {
      if (pid !== undefined) process.kill(-pid, signal);
    } catch {
      // The group has ended already.
    }
  };
  const onExit = () => {
    killGroup("SIGKILL");
  };
  process.once("exit", onExit);
  let timedOut = false;
  const timers = [
    setTimeout(() => {
      timedOut = true;
      killGroup("SIGTERM");
    }, minutes * 60_000),
    setTimeout(onExit, minutes * 60_000 + 10_000),
  ];
  await ended;
  timers.forEach(clearTimeout);
  process.off("exit", onExit);
  onExit();
  return timedOut;
}

/** The workspace's programs come first; nothing asks, opens a screen of its own, or stays behind. */
function childEnvironment({ root, environment }: Command): NodeJS.ProcessEnv {
  const path = [join(root, "node_modules/.bin"), process.env.PATH ?? ""].join(delimiter);
  const nx = { NX_TUI: "false", NX_DAEMON: "false", NX_SKIP_LOG_GROUPING: "true" };
  return { ...process.env, PATH: path, CI: "true", ...nx, ...environment };
}
