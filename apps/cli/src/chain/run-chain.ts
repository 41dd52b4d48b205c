import { formatDuration } from "../terminal/format-duration.ts";
import type { ChainContext } from "./chain-context.ts";
import type { ChainStep } from "./chain-step.ts";

/** How a step of the chain ended. */
export interface StepReport {
  /** Name of the step. */
  readonly name: string;
  /** `skipped` when nothing it depends on has changed. */
  readonly status: "done" | "skipped";
  /** Seconds that it took when it ran. */
  readonly seconds: number;
}

/** Runs steps in order; the first that fails ends it, and the next call goes on from there. */
export async function runChain(
  steps: readonly ChainStep[],
  context: ChainContext,
): Promise<StepReport[]> {
  const reports: StepReport[] = [];
  for (const [index, step] of steps.entries()) {
    context.signal.throwIfAborted();
    const number = steps.length === 1 ? "" : `${index + 1}/${steps.length} `;
    context.terminal.heading(`▶ ${number}${step.name} — ${step.description}`);
    const { status, seconds } = await step.run(context);
    const time = formatDuration(seconds);
    context.terminal.note(
      status === "done" ? `  done in ${time}` : `  unchanged (took ${time} when it ran)`,
    );
    reports.push({ name: step.name, status, seconds });
  }
  return reports;
}
