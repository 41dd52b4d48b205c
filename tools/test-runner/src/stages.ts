import { runCommand } from "./run-command.ts";
import { runPackageStage } from "./run-package-stage.ts";
import { runPythonStage, runSlowPython } from "./run-python-stage.ts";
import { runReadmeStage } from "./run-readme-stage.ts";
import { runStaticStage } from "./run-static-stage.ts";
import { runVitestStage } from "./run-vitest-stage.ts";
import { oneFailed, onePassed, sumResults, type Stage } from "./stage.ts";

/** Every stage, in the order in which they run: the quick to fail first. */
export const stages: readonly Stage[] = [
  {
    name: "format",
    title: "Format (prettier)",
    run: async ({ root }) => {
      const line = ["prettier", "--check", "."] as const;
      const { exitCode } = await runCommand({ line: [...line], root, timeoutMinutes: 15 });
      return exitCode === 0 ? onePassed : oneFailed("prettier --check . failed");
    },
  },
  {
    name: "static",
    title: "Lint, types, unused code, dependencies (eslint, tsc, knip)",
    run: runStaticStage,
  },
  {
    name: "unit",
    title: "Unit and process tests (vitest)",
    run: (workspace) =>
      runVitestStage(workspace, { target: "test", kind: "test", timeoutMinutes: 60 }),
  },
  { name: "readme", title: "Examples of the READMEs", run: runReadmeStage },
  {
    name: "package",
    title: "Build and packages (tsup, publint, attw, install)",
    run: runPackageStage,
  },
  {
    name: "python",
    title: "Python trainer (environment, pytest, ruff, mypy)",
    run: runPythonStage,
  },
  {
    name: "slow",
    title: "Slow tests (model, server, trainer, end to end, dry release)",
    run: async (workspace) =>
      sumResults([
        await runVitestStage(workspace, {
          target: "test:slow",
          kind: "slow",
          parallel: 2,
          timeoutMinutes: 120,
        }),
        await runSlowPython(workspace),
      ]),
  },
];
