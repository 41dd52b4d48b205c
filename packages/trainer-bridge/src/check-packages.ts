import { execa } from "execa";
import { isRecord } from "./field-checks.ts";
import type { LockedPackage, TrainerLocks } from "./trainer-locks.ts";

/** Which interpreter is checked against which packages. */
export interface CheckPackagesOptions {
  /** The interpreter. */
  readonly python: string;
  /** What has to be there. */
  readonly locks: TrainerLocks;
  /** Its environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** Stops the check. */
  readonly signal?: AbortSignal | undefined;
}

/** What a check found. */
export interface PackagesCheck {
  /** Version of Python; undefined when it does not run. */
  readonly version: string | undefined;
  /** What is not as it has to be, a sentence's part each; empty when all is well. */
  readonly problems: readonly string[];
}

/** Modules whose files have to be there, besides the packages' metadata. */
const modules = [
  "torch",
  "sentence_transformers",
  "transformers",
  "tokenizers",
  "onnx",
  "onnxruntime",
  "numpy",
];

const question = `
import importlib.metadata as m, importlib.util as u, json, platform, sys
def version(name):
    try: return m.version(name)
    except Exception: return None
def present(name):
    try: return getattr(u.find_spec(name), "origin", None) is not None
    except Exception: return False
packages, modules = json.loads(sys.argv[1])
print(json.dumps({"version": platform.python_version(), "packages": [version(n) for n in packages],
  "modules": [present(n) for n in modules]}))
`;

/**
 * Asks an interpreter for its packages, without importing any of them (0.2 s).
 * A build's local part of a version ("2.13.0+cpu") does not count.
 */
export async function checkPackages(options: CheckPackagesOptions): Promise<PackagesCheck> {
  const locked = [...options.locks.torch.packages, ...options.locks.requirements.packages];
  const asked = JSON.stringify([locked.map(({ name }) => name), modules]);
  const result = await execa(options.python, ["-E", "-c", question, asked], {
    env: options.variables,
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  });
  options.signal?.throwIfAborted();
  const answer = result.exitCode === 0 ? parseAnswer(result.stdout) : undefined;
  if (answer === undefined)
    return { version: undefined, problems: [`${options.python} does not run`] };
  return { version: String(answer.version), problems: problemsOf(answer, locked) };
}

function problemsOf(
  answer: Readonly<Record<string, unknown>>,
  locked: readonly LockedPackage[],
): readonly string[] {
  const versions = listOf(answer.packages);
  const present = listOf(answer.modules);
  const wrong = locked.flatMap(({ name, version }, index) => {
    const found = versions[index];
    if (typeof found !== "string") return [`${name} ${version} is missing`];
    return found.split("+")[0] === version ? [] : [`${name} is ${found}, not ${version}`];
  });
  const gone = modules.filter((module, index) => {
    const at = locked.findIndex(({ name }) => moduleOf(name) === module);
    return present[index] !== true && typeof versions[at] === "string";
  });
  return [...wrong, ...gone.map((name) => `the files of ${name} are missing`)];
}

function moduleOf(name: string): string {
  return name.toLowerCase().replaceAll(/[-.]/gu, "_");
}

function parseAnswer(output: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const answer: unknown = JSON.parse(output.trim().split("\n").at(-1) ?? "");
    return isRecord(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
