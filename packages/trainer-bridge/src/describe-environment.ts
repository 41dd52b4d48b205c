import { runTrainer } from "./run-trainer.ts";
import type { TrainerContext } from "./run-trainer.ts";
import type { DescribeResult } from "./trainer-job.ts";

/**
 * Loads torch and says what the environment has and what torch sees; takes some seconds.
 *
 * @throws {TrainerBridgeError} `MISSING_PACKAGE`, and the codes of `runTrainer`.
 * @example
 * const { versions, device } = await describeEnvironment({ environment, workFolder });
 * // device: "cpu"
 */
export async function describeEnvironment(context: TrainerContext): Promise<DescribeResult> {
  return await runTrainer({ ...context, job: "describe", options: {} });
}
