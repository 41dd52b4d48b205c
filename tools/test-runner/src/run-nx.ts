import { availableParallelism } from "node:os";
import { countNxTasks } from "./count-nx-tasks.ts";
import { runCommand, type CommandResult } from "./run-command.ts";
import type { Project, StageResult, Workspace } from "./stage.ts";

/** Which tasks of which projects. */
export interface NxRequest {
  /** The targets. */
  readonly targets: readonly string[];
  /** The projects that have these targets and are to run them. @default all that have them */
  readonly projects?: readonly Project[];
  /** Most tasks at a time. @default one a core, at most 4 */
  readonly parallel?: number;
  /** Stopped after this long. */
  readonly timeoutMinutes: number;
}

/** What came of the tasks. */
export interface NxOutcome {
  /** The tasks counted, one check each. */
  readonly tasks: StageResult;
  /** How Nx ended. */
  readonly command: CommandResult;
}

/** Runs targets of the projects that have them. */
export async function runNx(workspace: Workspace, request: NxRequest): Promise<NxOutcome> {
  const parallel = request.parallel ?? Math.min(4, availableParallelism());
  const command = await runCommand({
    line: [
      "nx",
      "run-many",
      "-t",
      ...request.targets,
      `--parallel=${parallel}`,
      "--outputStyle=static",
      ...(request.projects ? ["-p", request.projects.map(({ name }) => name).join(",")] : []),
    ],
    root: workspace.root,
    timeoutMinutes: request.timeoutMinutes,
  });
  const expected = request.targets.flatMap((target) =>
    (request.projects ?? workspace.projects)
      .filter((project) => project.targets.includes(target))
      .map((project) => `${project.name}:${target}`),
  );
  return { tasks: countNxTasks({ expected, ...command }), command };
}
