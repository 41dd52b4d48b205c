import { checkPackages } from "./check-packages.ts";
import { probePython } from "./probe-python.ts";
import type { ProbedPython } from "./probe-python.ts";
import type { PythonEnvironment } from "./python-environment.ts";
import { describeRange, isInRange } from "./python-range.ts";
import { TrainerBridgeError } from "./trainer-bridge-error.ts";
import type { TrainerLocks } from "./trainer-locks.ts";

/** An interpreter that the user gives. */
export interface AdoptPythonOptions {
  /** Its path. */
  readonly python: string;
  /** What it has to hold. */
  readonly locks: TrainerLocks;
  /** Its environment variables. */
  readonly variables: Readonly<Record<string, string>>;
  /** The folder with `searchfit_trainer`. */
  readonly trainerFolder: string;
  /** Stops the check. */
  readonly signal: AbortSignal | undefined;
}

/**
 * Takes a given interpreter as it is; nothing is installed into it.
 *
 * @throws {TrainerBridgeError} `PYTHON_NOT_FOUND` when it does not run; `PYTHON_MISMATCH` with every
 *   problem of its version and its packages.
 */
export async function adoptPython(options: AdoptPythonOptions): Promise<PythonEnvironment> {
  const { python, locks, variables, trainerFolder, signal } = options;
  const probed = await probePython({ path: python, variables, signal });
  if (typeof probed === "string") throw notRunning(python, probed);
  const check = await checkPackages({ python, locks, variables, signal });
  const problems = [...versionProblems(probed, locks), ...check.problems];
  if (problems.length > 0) throw mismatch(python, problems, locks);
  return {
    python,
    folder: probed.prefix,
    lockHash: locks.hash,
    version: probed.version,
    trainerFolder,
    variables,
  };
}

function versionProblems(python: ProbedPython, locks: TrainerLocks): readonly string[] {
  if (isInRange(python.version, locks.pythons)) return [];
  return [`Python is ${python.version}, not ${describeRange(locks.pythons)}`];
}

function notRunning(python: string, reason: string): TrainerBridgeError {
  return new TrainerBridgeError({
    code: "PYTHON_NOT_FOUND",
    message: `Expected a Python interpreter at ${python}, but it ${reason}.`,
    hint: "Give the path of an interpreter, or none: then an environment is built.",
    details: { python },
  });
}

function mismatch(
  python: string,
  problems: readonly string[],
  locks: TrainerLocks,
): TrainerBridgeError {
  const shown = problems.slice(0, 20);
  const rest = problems.length > shown.length ? `; and ${problems.length - shown.length} more` : "";
  return new TrainerBridgeError({
    code: "PYTHON_MISMATCH",
    message: `Expected ${python} to hold the locked versions: ${shown.join("; ")}${rest}.`,
    hint: `Install them there with "pip install --no-deps -r ${locks.torch.path}" and "… -r ${locks.requirements.path}", or give no interpreter: then an environment is built.`,
    details: { python, problems },
  });
}
