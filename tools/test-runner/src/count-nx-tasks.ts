import type { StageResult } from "./stage.ts";

/** What Nx was to do, and what it said. */
export interface NxRun {
  /** The tasks it had to run, such as `ir-metrics:lint`. */
  readonly expected: readonly string[];
  /** Its output in the `static` style, without colours. */
  readonly output: string;
  /** Its exit code. */
  readonly exitCode: number;
}

/**
 * Counts the tasks of an Nx run from its output: a task passed when Nx shows that it ran (or took it
 * from its cache) and does not list it as failed. A task that was not run at all is a failure.
 */
export function countNxTasks({ expected, output, exitCode }: NxRun): StageResult {
  // Targets with a colon are shown in quotes: `> nx run ir-metrics:"test:package"`.
  const shown = [...output.matchAll(/^> nx run (\S+)/gmu)].map(([, task = ""]) => task);
  const ran = new Set(shown.map((task) => task.replaceAll('"', "")));
  const failed = new Set(listedTasks(output));
  const failures = expected.flatMap((task) => {
    if (failed.has(task)) return [`${task} failed`];
    return ran.has(task) ? [] : [`${task} was not run`];
  });
  const others = [...failed].filter((task) => !expected.includes(task));
  failures.push(...others.map((task) => `${task} failed`));
  if (exitCode !== 0 && failures.length === 0) failures.push(`nx ended with exit code ${exitCode}`);
  const passed = expected.filter((task) => ran.has(task) && !failed.has(task)).length;
  return { passed, failed: failures.length, skipped: 0, failures };
}

/** The tasks (`- project:target` lines) that Nx's closing words list as failed or stopped. */
function listedTasks(output: string): string[] {
  const closing = output.slice(Math.max(0, output.lastIndexOf("\n NX   ")));
  const lists = closing.matchAll(
    /^(?:Failed tasks|Tasks stopped before they finished):\n\s*((?:- \S+\s*\n)*)/gmu,
  );
  return [...lists].flatMap(([, list = ""]) =>
    [...list.matchAll(/^- (\S+)/gmu)].map(([, task = ""]) => task),
  );
}
