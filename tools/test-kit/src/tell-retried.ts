import type { Reporter } from "vitest/node";

/**
 * Prints a line for every test that failed at first and passed when it was tried again: such a test
 * counts as passed, and nobody should overlook it.
 */
export const tellRetried: Reporter = {
  onTestCaseResult: (test) => {
    const { state, errors } = test.result();
    const retries = test.diagnostic()?.retryCount ?? 0;
    if (state !== "passed" || retries === 0) return;
    const [reason = ""] = (errors?.[0]?.message ?? "").split("\n");
    process.stdout.write(`retried: "${test.fullName}" failed at first: ${reason}\n`);
  },
};
