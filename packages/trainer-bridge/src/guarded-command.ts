import { execa } from "execa";
import { splitLines } from "./split-lines.ts";
import { keepTail } from "./text-tail.ts";

/** A command that must not outlive this process. */
export interface GuardedCommandOptions {
  /** Any Python 3; it watches over the command. */
  readonly guard: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  /** Environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Called with every line of stdout and stderr. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Stops the command. */
  readonly signal?: AbortSignal | undefined;
}

/** How a command ended. */
export interface GuardedCommandEnd {
  /** Whether it exited with code 0. */
  readonly ok: boolean;
  /** Last lines of its output. */
  readonly tail: readonly string[];
}

/**
 * Runs the command in a session of its own and ends it when stdin closes: that happens when this
 * process closes it, and also when this process is killed in whatever way. Otherwise an installer would
 * go on writing into a folder that the next process has taken over.
 */
const guardSource = `
import os, signal, subprocess, sys, threading
try:
    child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)
except OSError as error:
    sys.exit(f"{sys.argv[1]}: {error}")
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
def watch():
    while os.read(0, 4096): pass
    try: os.killpg(child.pid, signal.SIGKILL)
    except OSError: pass
    os._exit(137)
threading.Thread(target=watch, daemon=True).start()
code = child.wait()
os._exit(code if code >= 0 else 128 - code)
`;

const keptLines = 40;
const maxLineBytes = 2 ** 20;

/** Runs a command under guard; rejected only with the reason of an aborted signal. */
export async function runGuarded(options: GuardedCommandOptions): Promise<GuardedCommandEnd> {
  options.signal?.throwIfAborted();
  const child = execa(options.guard, ["-I", "-S", "-c", guardSource, ...options.command], {
    env: options.variables,
    extendEnv: false,
    stdin: "pipe",
    buffer: false,
    reject: false,
    encoding: "buffer",
  });
  const tail = keepTail(keptLines);
  const onLine = (raw: string): void => {
    const line = hidePasswords(raw);
    tail.push(line);
    options.onLine?.(line);
  };
  const splitters = [child.stdout, child.stderr].map((stream) => {
    const splitter = splitLines({ onLine, onTooLong: tail.push, maxBytes: maxLineBytes });
    stream.on("data", (chunk: Uint8Array) => splitter.push(chunk));
    return splitter;
  });
  child.stdin.on("error", () => undefined);
  const stop = (): void => void child.stdin.end();
  options.signal?.addEventListener("abort", stop, { once: true });
  const result = await child;
  options.signal?.removeEventListener("abort", stop);
  for (const splitter of splitters) splitter.end();
  options.signal?.throwIfAborted();
  if (result.exitCode === undefined && result.signal === undefined)
    tail.push(`${options.guard} cannot be run`);
  return { ok: result.exitCode === 0, tail: tail.lines() };
}

/** `https://name:password@host` without the name and the password. */
function hidePasswords(line: string): string {
  return line.replaceAll(/\/\/[^/@\s]+@/gu, "//***@");
}
