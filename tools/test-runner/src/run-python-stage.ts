import { openPython, type PythonProblem } from "./open-python.ts";
import { runPytest } from "./run-pytest.ts";
import { oneFailed, onePassed, sumResults, type StageResult, type Workspace } from "./stage.ts";

const checks = [
  ["ruff", "check", "--no-cache", "python"],
  ["ruff", "format", "--check", "--no-cache", "python"],
  [
    "mypy",
    ...["--config-file", "python/pyproject.toml", "--cache-dir", "/dev/null"],
    ...["python/searchfit_trainer", "python/searchfit_ray"],
  ],
];

/** Builds or finds the trainer's Python environment, then runs pytest, ruff and mypy on `python/`. */
export async function runPythonStage({ root }: Workspace): Promise<StageResult> {
  const python = await openPython(root);
  if (typeof python === "string") return failureOf(python);
  const results = [onePassed, await runPytest(python, { root, kind: "fast" })];
  for (const check of checks) {
    const { exitCode } = await python.run(...check);
    results.push(exitCode === 0 ? onePassed : oneFailed(`${check.slice(0, 2).join(" ")} failed`));
  }
  return sumResults(results);
}

/** Runs the Python tests that need the real model. */
export async function runSlowPython({ root }: Workspace): Promise<StageResult> {
  const python = await openPython(root);
  return typeof python === "string" ? failureOf(python) : runPytest(python, { root, kind: "slow" });
}

/** Without the environment the slow tests make no sense: they would try to build it again. */
function failureOf(problem: PythonProblem): StageResult {
  return problem === "no-tools"
    ? sumResults([onePassed, oneFailed("pytest, ruff and mypy could not be installed")])
    : {
        ...oneFailed("the trainer's Python environment could not be built"),
        blocks: ["slow"],
      };
}
