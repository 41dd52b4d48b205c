import { rm } from "node:fs/promises";
import { join } from "node:path";
import { readVitestReport } from "./read-vitest-report.ts";
import { runNx } from "./run-nx.ts";
import { oneFailed, sumResults, type Project, type StageResult, type Workspace } from "./stage.ts";

/** Which tests. */
export interface VitestStage {
  /** The Nx target. */
  readonly target: "test" | "test:slow";
  /** The part of the report's name that tells it from others. */
  readonly kind: "test" | "slow";
  /** Most projects at a time. */
  readonly parallel?: number;
  /** Stopped after this long. */
  readonly timeoutMinutes: number;
}

/**
 * Runs the vitest suites of all projects through Nx and counts their tests from the JSON reports.
 *
 * A project whose task failed although no test of its report did (an error outside of the tests)
 * counts one failure.
 */
export async function runVitestStage(
  workspace: Workspace,
  stage: VitestStage,
): Promise<StageResult> {
  const projects = workspace.projects.filter(
    (project) =>
      project.targets.includes(stage.target) && (stage.kind === "test" || project.hasSlowTests),
  );
  if (projects.length === 0) return oneFailed(`no project has a ${stage.target} with tests`);
  const reportOf = ({ folder }: Project) =>
    join(
      workspace.root,
      "test-reports",
      `${folder.split("/").at(-1) ?? folder}.${stage.kind}.json`,
    );
  await Promise.all(projects.map((project) => rm(reportOf(project), { force: true })));
  const { tasks } = await runNx(workspace, { ...stage, projects, targets: [stage.target] });
  const results = projects.map(async (project) => {
    const report = await readVitestReport({ file: reportOf(project), project: project.name });
    const task = `${project.name}:${stage.target}`;
    const broken = tasks.failures.filter((failure) => failure.startsWith(`${task} `));
    return report.failed === 0 ? sumResults([report, failuresOnly(broken)]) : report;
  });
  const strangers = tasks.failures.filter((failure) => failure.startsWith("nx "));
  return sumResults([...(await Promise.all(results)), failuresOnly(strangers)]);
}

function failuresOnly(failures: readonly string[]): StageResult {
  return { passed: 0, failed: failures.length, skipped: 0, failures };
}
