import { describeReembedding } from "@searchfit/pg-corpus";
import type { Verification } from "../job/verify-vectors.ts";
import { exitCodes, ReembedError } from "../reembed-error.ts";
import { formatVerification } from "../terminal/format-verification.ts";
import { requireModel } from "./require-model.ts";
import { verifyAsAsked } from "./verify-as-asked.ts";
import { withJob } from "./with-job.ts";
import type { CommandFlags } from "./with-table.ts";

/** Checks the new vectors; exit code 3 when something is wrong with them. */
export async function verify(flags: CommandFlags): Promise<void> {
  await withJob(flags, async ({ job, db, table, name, terminal }) => {
    const { reembedding } = await describeReembedding(db, { table });
    requireModel(job, reembedding);
    const verification = await verifyAsAsked(job, flags, { acceptStale: false });
    terminal.result(formatVerification(verification));
    requirePassed(verification);
    terminal.document({ table: name, verification });
  });
}

/** @throws {ReembedError} `VERIFICATION_FAILED`, exit code 3. */
export function requirePassed(verification: Verification): void {
  if (verification.passed) return;
  throw new ReembedError(
    "VERIFICATION_FAILED",
    `Expected the new vectors to be complete and right, but: ${verification.problems.join(" ")}`,
    {
      hint: "Run reembed run again for what is missing; for wrong vectors, begin anew after reembed cleanup.",
      details: { verification },
      exitCode: exitCodes.gate,
    },
  );
}
