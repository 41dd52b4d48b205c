import { execa } from "execa";
import type { PythonEnvironment } from "./python-environment.ts";
import { splitLines } from "./split-lines.ts";
import { keepTail } from "./text-tail.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";

/** How a trainer process ended. */
export interface ProcessEnd {
  /** Exit code; undefined when a signal ended it or it never ran. */
  readonly exitCode: number | undefined;
  /** The signal that ended it. */
  readonly signal: string | undefined;
  /** Why it could not be started. */
  readonly startError: Error | undefined;
  /** Last lines of stderr. */
  readonly stderr: readonly string[];
}

/** A trainer process under way. */
export interface TrainerProcess {
  /** Sends SIGTERM, and SIGKILL when that was not enough. */
  readonly stop: () => void;
  /** Fulfilled when the process is gone and its output read; never rejected. */
  readonly ended: Promise<ProcessEnd>;
}

/** What a trainer process is started with. */
export interface TrainerProcessOptions {
  /** Where it runs. */
  readonly environment: PythonEnvironment;
  /** Arguments after `-m searchfit_trainer`. */
  readonly arguments: readonly string[];
  /** Its working folder. */
  readonly workFolder: string;
  /** Time between SIGTERM and SIGKILL. */
  readonly killAfterMs: number;
  /** Called with each line of stdout. */
  readonly onLine: (line: string) => void;
  /** Called with each line of stderr. */
  readonly onLog: (line: string) => void;
  /** Called when a line of stdout is endless. */
  readonly onProblem: (error: TrainerBridgeError) => void;
}

const maxLineBytes = 16 * 2 ** 20;
const keptLogLines = 30;

/**
 * Starts `python -P -m searchfit_trainer …`. `-P` keeps the working folder off the module path.
 * Stdin is a pipe that nobody writes to: like stdout it closes when this process dies, so that a trainer
 * may notice.
 */
export function startTrainer(options: TrainerProcessOptions): TrainerProcess {
  const { environment } = options;
  const child = execa(environment.python, ["-P", "-m", "searchfit_trainer", ...options.arguments], {
    cwd: options.workFolder,
    env: {
      ...environment.variables,
      PYTHONPATH: environment.trainerFolder,
      SEARCHFIT_WATCH_STDIN: "1",
    },
    extendEnv: false,
    stdin: "pipe",
    buffer: false,
    reject: false,
    encoding: "buffer",
    forceKillAfterDelay: options.killAfterMs,
  });
  const tail = keepTail(keptLogLines);
  const output = splitLines({
    onLine: options.onLine,
    onTooLong: (beginning) => options.onProblem(endlessLine(beginning)),
    maxBytes: maxLineBytes,
  });
  const log = splitLines({
    onLine: (line) => {
      tail.push(line);
      options.onLog(line);
    },
    onTooLong: () => undefined,
    maxBytes: maxLineBytes,
  });
  child.stdin.on("error", () => undefined); // it may be gone already
  child.stdout.on("data", (chunk: Uint8Array) => output.push(chunk));
  child.stderr.on("data", (chunk: Uint8Array) => log.push(chunk));
  const ended = child.then((result): ProcessEnd => {
    output.end();
    log.end();
    const { exitCode, signal } = result;
    const ran = exitCode !== undefined || signal !== undefined;
    return {
      exitCode,
      signal,
      startError: ran ? undefined : asError(result),
      stderr: tail.lines(),
    };
  });
  return { stop: () => void child.kill("SIGTERM"), ended };
}

function asError(result: unknown): Error {
  return result instanceof Error ? result : new Error("the process did not start");
}

function endlessLine(beginning: string): TrainerBridgeError {
  return new TrainerBridgeError({
    code: "INVALID_TRAINER_OUTPUT",
    message: `Expected lines of at most ${maxLineBytes} bytes on the trainer's stdout, got a longer one that begins with ${JSON.stringify(beginning.slice(0, 200))}.`,
    hint: "Something printed to the trainer's stdout.",
    details: { line: beginning.slice(0, 200) },
  });
}
