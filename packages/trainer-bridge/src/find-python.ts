import { findPrograms } from "./find-program.ts";
import { probePython } from "./probe-python.ts";
import type { ProbedPython } from "./probe-python.ts";
import { describeRange, isInRange, pythonNames } from "./python-range.ts";
import type { PythonRange } from "./python-range.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";

/** What is looked for, and where. */
export interface FindPythonOptions {
  /** Versions that serve. */
  readonly range: PythonRange;
  /** Environment variables, with the search path. */
  readonly variables: Readonly<Record<string, string>>;
  /** Whether it has to be able to put pip into environments. */
  readonly needsPip: boolean;
  /** Stops the search. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * The first interpreter on the search path that can make the environment. Each is run: a name on the
 * path may be a shim of a version manager that leads nowhere.
 *
 * @throws {TrainerBridgeError} `PYTHON_NOT_FOUND` with everything that was tried.
 */
export async function findPython(options: FindPythonOptions): Promise<ProbedPython> {
  const searchPath = options.variables.PATH ?? "";
  const names = pythonNames(options.range);
  const refused: string[] = [];
  for (const name of names) {
    for (const path of await findPrograms(name, searchPath)) {
      const { variables, signal } = options;
      const probed = await probePython({ path, variables, signal });
      const problem = typeof probed === "string" ? probed : problemOf(probed, options);
      if (typeof probed !== "string" && problem === undefined) return probed;
      refused.push(`${path} ${problem ?? ""}`);
    }
  }
  throw notFound({ names, searchPath, refused }, options.range);
}

function problemOf(python: ProbedPython, options: FindPythonOptions): string | undefined {
  if (python.implementation !== "CPython") return `is ${python.implementation}, not CPython`;
  if (!isInRange(python.version, options.range)) return `is Python ${python.version}`;
  if (python.bits !== 64) return `is a ${python.bits}-bit Python`;
  if (!python.hasVenv) return "has no venv module";
  return options.needsPip && !python.hasPip
    ? "has no ensurepip module (on Debian: python3-venv)"
    : undefined;
}

interface Tried {
  readonly names: readonly string[];
  readonly searchPath: string;
  readonly refused: readonly string[];
}

function notFound(tried: Tried, range: PythonRange): TrainerBridgeError {
  const { names, searchPath, refused } = tried;
  const came = refused.length === 0 ? "none of them is there" : refused.join("; ");
  return new TrainerBridgeError({
    code: "PYTHON_NOT_FOUND",
    message: `Expected Python ${describeRange(range)} as ${names.join(", ")} in the search path (${searchPath}); ${came}.`,
    hint: `Install Python 3.${range.preferred}: "apt install python3 python3-venv" on Debian and Ubuntu, "brew install python@3.${range.preferred}" on macOS, "uv python install 3.${range.preferred}" with uv, or python.org; or give the path of an interpreter that has the packages.`,
    details: { names, searchPath, refused },
  });
}
