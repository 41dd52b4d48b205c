import { formatDuration, type FinishedStage } from "./format-summary.ts";
import { oneFailed, type Stage, type StageName, type Workspace } from "./stage.ts";

/**
 * Runs stages one after another, each with a heading and its time. A stage that an earlier failure
 * has made senseless is not run and counts one failure; a stage that throws counts one, too.
 *
 * @param stages Which stages.
 * @param workspace Where.
 * @param print Takes the headings.
 */
export async function runStages(
  stages: readonly Stage[],
  workspace: Workspace,
  print: (text: string) => void,
): Promise<FinishedStage[]> {
  const finished: FinishedStage[] = [];
  const blocked = new Map<StageName, StageName>();
  for (const { name, title, run } of stages) {
    const started = performance.now();
    print(`\n=== ${name}: ${title} ===\n`);
    const blocker = blocked.get(name);
    const result =
      blocker === undefined
        ? await run(workspace).catch((error: unknown) => oneFailed(`${name}: ${String(error)}`))
        : oneFailed(`${name} was not run: ${blocker} failed`);
    for (const later of result.blocks ?? []) blocked.set(later, name);
    const seconds = (performance.now() - started) / 1000;
    finished.push({ name, result, seconds });
    print(
      `--- ${name}: ${result.passed} passed, ${result.failed} failed in ${formatDuration(seconds)} ---\n`,
    );
    for (const failure of result.failures) print(`    ${failure}\n`);
  }
  return finished;
}
