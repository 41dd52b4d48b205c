import { runCommand } from "./run-command.ts";
import { runNx } from "./run-nx.ts";
import { runPackageStage } from "./run-package-stage.ts";
import { runPythonStage, runSlowPython } from "./run-python-stage.ts";
import { runReadmeStage } from "./run-readme-stage.ts";
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
    title: "Lint and types (eslint, tsc)",
    run: async (workspace) =>
      (await runNx(workspace, { targets: ["lint", "typecheck"], timeoutMinutes: 60 })).tasks,
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
  { name: "python", title: "Python trainer (environment, pytest, ruff)", run: runPythonStage },
  {
    name: "slow",
    title: "Slow tests (model, server, trainer, end to end)",
    run: async (workspace) =>
      sumResults([
        await runVitestStage(workspace, {
          target: "test:slow",
          kind: "slow",
          parallel: 1,
          timeoutMinutes: 120,
        }),
        await runSlowPython(workspace),
      ]),
  },
];
