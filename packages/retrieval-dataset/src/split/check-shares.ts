import type { SplitShares } from "./dataset-split.ts";

/** @throws {RangeError} When a share is not in [0, 1), or test and dev leave nothing to train on. */
export function checkShares(shares: SplitShares, knownShare = 0): void {
  const named = { "shares.test": shares.test, "shares.dev": shares.dev, knownShare };
  for (const [name, share] of Object.entries(named))
    if (!(share >= 0 && share < 1))
      throw new RangeError(`Expected ${name} in [0, 1), got ${share}.`);
  if (shares.test + shares.dev >= 1)
    throw new RangeError(
      `Expected test and dev to leave something to train on, got ${shares.test} + ${shares.dev}.`,
    );
}
