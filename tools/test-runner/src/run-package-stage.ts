import { checkInstall } from "./check-install.ts";
import { runNx } from "./run-nx.ts";
import { oneFailed, sumResults, type StageResult, type Workspace } from "./stage.ts";

/** Packages that are to be of use alone: they are installed into an empty project. */
const usedAlone = ["ir-metrics", "retrieval-dataset"];

/** Builds and checks every package, then installs those that are to be of use alone. */
export async function runPackageStage(workspace: Workspace): Promise<StageResult> {
  const targets = ["build", "test:package"];
  const results = [(await runNx(workspace, { targets, timeoutMinutes: 60 })).tasks];
  for (const name of usedAlone) {
    const project = workspace.projects.find((each) => each.name === name);
    results.push(
      project === undefined
        ? oneFailed(`no project ${name}`)
        : await checkInstall(workspace, project),
    );
  }
  return sumResults(results);
}
