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
  const ran = new Set([...output.matchAll(/^> nx run (\S+)/gmu)].map(([, task]) => task));
  const failed = new Set(listedTasks(output, /^Failed tasks:$/mu));
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

/** The tasks of the list (`- project:target` lines) under Nx's last such heading. */
function listedTasks(output: string, heading: RegExp): string[] {
  const start = output.search(heading);
  if (start < 0) return [];
  const list = /^.*\n\s*((?:- \S+\s*\n)*)/u.exec(output.slice(start))?.[1] ?? "";
  return [...list.matchAll(/^- (\S+)/gmu)].map(([, task = ""]) => task);
}
