import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const program = join(import.meta.dirname, "../bin/searchfit.js");

/** How a command line ended. */
export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a command line is run with. */
export interface CommandOptions {
  readonly folder: string;
  /** Variables besides PATH, HOME and the caches; nothing else is inherited. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Called with every piece of stderr. */
  readonly onError?: (text: string, child: ChildProcess) => void;
}

/** Runs `searchfit` as a user would, in its own process. */
export async function runSearchfit(
  words: readonly string[],
  { folder, variables = {}, onError }: CommandOptions,
): Promise<CommandResult> {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: folder,
    env: { ...inherited(), ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    onError?.(chunk.toString(), child);
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, stdout, stderr };
}

function inherited(): Record<string, string> {
  const names = /^(PATH|HOME|XDG_CACHE_HOME|SEARCHFIT_CACHE|PIP_.*|UV_.*|SSL_.*|TMPDIR)$/;
  const entries = Object.entries(process.env).filter(([name]) => names.test(name));
  return Object.fromEntries(entries) as Record<string, string>;
}
