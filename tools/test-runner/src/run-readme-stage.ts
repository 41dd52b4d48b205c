import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { runCommand } from "./run-command.ts";
import { oneFailed, type StageResult, type Workspace } from "./stage.ts";

interface Example {
  readonly name: string;
  readonly problem?: string;
}

/** Runs the examples of the READMEs; each block is one check. */
export async function runReadmeStage({ root }: Workspace): Promise<StageResult> {
  const report = join(root, "test-reports/readme-examples.json");
  await rm(report, { force: true });
  const { exitCode } = await runCommand({
    line: [process.execPath, "tools/readme-runner/src/main.ts", "--report", report],
    root,
    timeoutMinutes: 60,
  });
  const examples = await readFile(report, "utf8").then(
    (text) => (JSON.parse(text) as { readonly results: readonly Example[] }).results,
    () => [],
  );
  if (examples.length === 0) return oneFailed("README examples: no report was written");
  const failures = examples
    .filter((example) => example.problem !== undefined)
    .map(({ name, problem }) => `${name} ${problem?.split("\n")[0] ?? ""}`);
  if (failures.length === 0 && exitCode !== 0) {
    failures.push(`README examples ended with exit code ${exitCode}`);
  }
  const failed = failures.length;
  return { passed: examples.length - failed, failed, skipped: 0, failures };
}
