import {
  buildNextIndexes,
  type LockRetry,
  type NextIndex,
  type Session,
} from "@searchfit/pg-corpus";
import { activateVectors, type ActivateResult } from "../job/activate-vectors.ts";
import { fillNextVectors } from "../job/fill-next-vectors.ts";
import { indexBuilding } from "../job/index-building.ts";
import type { Verification } from "../job/verify-vectors.ts";
import { formatDuration } from "../terminal/format-duration.ts";
import { formatCount, formatModel } from "../terminal/format-model.ts";
import { formatProgress } from "../terminal/format-progress.ts";
import { formatVerification } from "../terminal/format-verification.ts";
import { formatIndexProgress } from "../terminal/format-index-progress.ts";
import { progressLines } from "../terminal/progress-lines.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { requirePassed } from "./verify.ts";
import { verifyAsAsked } from "./verify-as-asked.ts";
import type { JobContext } from "./with-job.ts";
import type { CommandFlags } from "./with-table.ts";

/** What switching found and did. */
export interface SwitchOver {
  /** What was verified before. */
  readonly verification: Verification;
  /** What the switch did. */
  readonly activated: ActivateResult;
}

/** Catches up, verifies and switches. */
export async function switchOver(
  context: JobContext,
  flags: CommandFlags,
  session: Session,
): Promise<SwitchOver> {
  const { job, name, terminal } = context;
  const working = workingOptions(terminal, flags);
  await fillNextVectors(job, working);
  await buildNextIndexes(job.db, indexBuilding(job, session, working));
  const verification = await verifyBeforeSwitch(context, flags);
  const activated = await activateVectors(job, { session, ...working });
  terminal.result(
    `Switched ${name} to ${formatModel(job.model)}: readers were locked out for ${activated.lockedMs.toFixed(1)} ms; ${formatCount(activated.caughtUp, "product")} that changed in the last moment caught up.`,
  );
  terminal.note("Queries and new products must be embedded by this model from now on.");
  terminal.note("Former vectors that are kept stay until: reembed cleanup.");
  return { verification, activated };
}

/** Verifies the vectors; products that changed just now do not matter, the switch takes them along. */
export async function verifyBeforeSwitch(
  { job, terminal }: JobContext,
  flags: CommandFlags,
): Promise<Verification> {
  const verification = await verifyAsAsked(job, flags, { acceptStale: true });
  terminal.result(formatVerification(verification));
  requirePassed(verification);
  return verification;
}

/** What long work takes from the flags, and what it tells. */
export function workingOptions(terminal: Terminal, flags: CommandFlags) {
  return {
    batchSize: flags.batchSize,
    ...(flags.maxRate !== undefined && { mostPerSecond: flags.maxRate }),
    indexMemoryMib: flags.indexMemory,
    indexWorkers: flags.indexWorkers,
    lockTimeoutMs: flags.lockTimeoutMs,
    patienceMs: flags.patience * 1000,
    onProgress: progressLines(terminal, formatProgress),
    onIndexProgress: progressLines(terminal, formatIndexProgress),
    onBuild: ({ next, definition }: NextIndex) => {
      terminal.note(`Building index ${next} ${definition}`);
    },
    onRetry: ({ attempts }: LockRetry) => {
      if (attempts % 10 !== 1) return;
      terminal.note("Somebody uses the table in a long transaction; trying again.");
    },
  };
}

/** Seconds since a moment, in words. */
export function since(started: number): string {
  return formatDuration((performance.now() - started) / 1000);
}
