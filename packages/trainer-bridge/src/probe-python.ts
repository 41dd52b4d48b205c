import { execa } from "execa";
import { isRecord } from "./field-checks.ts";

/** What an interpreter says about itself. */
export interface ProbedPython {
  /** Its own path, behind the shim of a version manager. */
  readonly path: string;
  /** Such as "3.11.7". */
  readonly version: string;
  /** "CPython", "PyPy", … */
  readonly implementation: string;
  /** 32 or 64. */
  readonly bits: number;
  /** Folder of its environment. */
  readonly prefix: string;
  /** Whether it can make environments. */
  readonly hasVenv: boolean;
  /** Whether it can put pip into them. */
  readonly hasPip: boolean;
}

/** Where and how an interpreter is asked. */
export interface ProbeOptions {
  /** Path of the interpreter. */
  readonly path: string;
  /** Its environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Stops the question. */
  readonly signal?: AbortSignal | undefined;
}

const question = `
import importlib.util as u, json, platform, struct, sys
print(json.dumps({"version": platform.python_version(), "implementation": platform.python_implementation(),
  "path": sys.executable, "bits": struct.calcsize("P") * 8, "prefix": sys.prefix,
  "hasVenv": u.find_spec("venv") is not None, "hasPip": u.find_spec("ensurepip") is not None}))
`;
const timeoutMs = 60_000;

/** Asks an interpreter what it is; the reason in words when it does not answer. */
export async function probePython(options: ProbeOptions): Promise<ProbedPython | string> {
  const result = await execa(options.path, ["-E", "-c", question], {
    env: options.variables,
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    timeout: timeoutMs,
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  options.signal?.throwIfAborted();
  if (result.exitCode === undefined) return result.timedOut ? "does not answer" : "cannot be run";
  if (result.exitCode !== 0) return `does not run (exit code ${result.exitCode})`;
  return readAnswer(result.stdout) ?? "does not answer as Python does";
}

function readAnswer(output: string): ProbedPython | undefined {
  try {
    const answer: unknown = JSON.parse(output.trim().split("\n").at(-1) ?? "");
    if (!isRecord(answer) || typeof answer.version !== "string") return undefined;
    return {
      path: String(answer.path),
      version: answer.version,
      implementation: String(answer.implementation),
      bits: Number(answer.bits),
      prefix: String(answer.prefix),
      hasVenv: answer.hasVenv === true,
      hasPip: answer.hasPip === true,
    };
  } catch {
    return undefined;
  }
}
