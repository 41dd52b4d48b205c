import { runCommand } from "./run-command.ts";
import { runNx } from "./run-nx.ts";
import { oneFailed, onePassed, sumResults, type StageResult, type Workspace } from "./stage.ts";

/** What is checked of the whole workspace: a name for the failure, and the command. */
const wholeChecks: Readonly<Record<string, readonly [string, ...string[]]>> = {
  "unused files, exports or dependencies": ["knip", "--no-progress", "--no-config-hints"],
  "projects that need each other": [process.execPath, "tools/release/src/check-graph.ts"],
  "licences of dependencies": [process.execPath, "tools/release/src/check-licences.ts"],
};

/** Lints and type-checks every project, then checks what only shows in all of them together. */
export async function runStaticStage(workspace: Workspace): Promise<StageResult> {
  const targets = ["lint", "typecheck"];
  const results = [(await runNx(workspace, { targets, timeoutMinutes: 60 })).tasks];
  for (const [what, line] of Object.entries(wholeChecks)) {
    const { exitCode } = await runCommand({ line, root: workspace.root, timeoutMinutes: 15 });
    results.push(exitCode === 0 ? onePassed : oneFailed(`${what}: ${line.join(" ")} failed`));
  }
  return sumResults(results);
}
